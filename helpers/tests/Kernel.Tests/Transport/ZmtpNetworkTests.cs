using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using CSharpKernel.Transport;
using NetMQ;
using NetMQ.Sockets;

namespace Kernel.Tests.Transport;

/// <summary>The kernel's ZeroMQ against a foreign one, NetMQ's.</summary>
public sealed class ZmtpNetworkTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly ZmtpNetwork _network = new() { PatienceForRest = Patience };
    private readonly BlockingCollection<IReadOnlyList<byte[]>> _received = [];

    [Fact]
    public void A_request_comes_with_its_senders_identity_and_the_answer_finds_the_way_back()
    {
        var router = Bind(ZmtpPattern.Router);
        using var dealer = new DealerSocket { Options = { Identity = "ada"u8.ToArray() } };
        dealer.Connect(Address(router));

        dealer.SendMoreFrame("one").SendFrame("two");
        var request = Receive();
        router.Send([request[0], "answer"u8.ToArray()]);

        Assert.Equal(["ada", "one", "two"], request.Select(Encoding.UTF8.GetString));
        Assert.Equal("answer", ReceiveString(dealer));
    }

    [Fact]
    public void Peers_without_an_identity_are_told_apart()
    {
        var router = Bind(ZmtpPattern.Router);
        using var first = new DealerSocket(Address(router));
        using var second = new DealerSocket(Address(router));

        first.SendFrame("first");
        var one = Receive();
        second.SendFrame("second");
        var two = Receive();
        router.Send([two[0], "to the second"u8.ToArray()]);
        router.Send([one[0], "to the first"u8.ToArray()]);

        Assert.Equal("to the first", ReceiveString(first));
        Assert.Equal("to the second", ReceiveString(second));
    }

    [Fact]
    public void Hundreds_of_strangers_who_connect_and_stay_silent_keep_no_one_out()
    {
        var router = Bind(ZmtpPattern.Router);
        using var first = new DealerSocket(Address(router));
        first.SendFrame("first");
        var known = Receive();
        var strangers = Enumerable.Range(0, 300).Select(_ => new TcpClient("127.0.0.1", ((IPEndPoint)router.Listener.LocalEndPoint!).Port)).ToArray();
        using var second = new DealerSocket(Address(router));

        second.SendFrame("second");
        Assert.Equal("second", Encoding.UTF8.GetString(Receive()[1]));
        router.Send([known[0], "still here"u8.ToArray()]);

        Assert.Equal("still here", ReceiveString(first));
        Assert.InRange(router.Connections.Length, 2, 100);
        foreach (var stranger in strangers) stranger.Dispose();
    }

    [Fact]
    public void A_heartbeat_is_echoed_to_a_request_socket()
    {
        var router = Bind(ZmtpPattern.Router);
        router.Received = router.Send;
        using var request = new RequestSocket(Address(router));

        request.SendFrame("ping");

        Assert.Equal("ping", ReceiveString(request));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(70_000)]
    [InlineData(20_000_000)]
    public void Frames_of_every_size_arrive_whole(int size)
    {
        var router = Bind(ZmtpPattern.Router);
        router.Received = router.Send;
        using var dealer = new DealerSocket(Address(router));
        var bytes = new byte[size];
        new Random(1).NextBytes(bytes);

        dealer.SendMoreFrame(bytes).SendFrame("end");
        var echo = new NetMQMessage();

        Assert.True(dealer.TryReceiveMultipartMessage(Patience, ref echo!));
        Assert.Equal(bytes, echo[0].ToByteArray());
        Assert.Equal("end", echo[1].ConvertToString());
    }

    [Fact]
    public void Subscribers_get_what_they_have_subscribed_to_in_the_order_in_which_it_was_sent()
    {
        var publisher = Bind(ZmtpPattern.Publisher);
        using var all = Subscribe(publisher, "");
        using var some = Subscribe(publisher, "b");

        foreach (var topic in (string[])["a", "b", "a", "bc"]) publisher.Send([Encoding.UTF8.GetBytes(topic)]);

        Assert.Equal(["a", "b", "a", "bc"], Enumerable.Range(0, 4).Select(_ => ReceiveString(all)));
        Assert.Equal(["b", "bc"], Enumerable.Range(0, 2).Select(_ => ReceiveString(some)));
    }

    [Fact]
    public void Who_subscribes_is_told_so_and_no_one_else_and_misses_nothing_from_then_on()
    {
        var publisher = Bind(ZmtpPattern.Publisher);
        publisher.Welcome = topic => [topic, "welcome"u8.ToArray()];
        using var first = Subscribe(publisher, "a");
        Assert.Equal(["a", "welcome"], first.ReceiveMultipartStrings());

        using var second = new SubscriberSocket();
        second.Connect(Address(publisher));
        second.Subscribe("a");
        Assert.Equal(["a", "welcome"], second.ReceiveMultipartStrings());
        publisher.Send(["a"u8.ToArray(), "more"u8.ToArray()]);

        Assert.Equal(["a", "more"], first.ReceiveMultipartStrings());
        Assert.Equal(["a", "more"], second.ReceiveMultipartStrings());
    }

    [Fact]
    public void A_peer_that_does_not_speak_the_protocol_is_sent_away_and_the_others_are_served()
    {
        var router = Bind(ZmtpPattern.Router);
        router.Received = router.Send;
        using var stranger = new TcpClient();
        stranger.Connect((IPEndPoint)router.Listener.LocalEndPoint!);
        stranger.ReceiveTimeout = (int)Patience.TotalMilliseconds;
        var stream = stranger.GetStream();

        stream.Write(Encoding.ASCII.GetBytes("GET / HTTP/1.1\r\nHost: localhost\r\nAccept: text/html\r\nAccept-Language: en\r\n\r\n"));
        var greeting = new byte[64];
        stream.ReadExactly(greeting);
        int more;
        try
        {
            more = stream.ReadByte();
        }
        catch (IOException)
        {
            more = -1;
        }

        Assert.Equal(-1, more);
        using var request = new RequestSocket(Address(router));
        request.SendFrame("ping");
        Assert.Equal("ping", ReceiveString(request));
    }

    [Fact]
    public void What_was_sent_last_arrives_though_the_network_is_closed()
    {
        var publisher = Bind(ZmtpPattern.Publisher);
        using var subscriber = Subscribe(publisher, "");

        for (var i = 0; i < 1000; i++) publisher.Send([new byte[10_000]]);
        publisher.Send(["last"u8.ToArray()]);
        var closing = new Thread(_network.Dispose);
        closing.Start();
        for (var i = 0; i < 1000; i++) Assert.Equal(10_000, ReceiveString(subscriber).Length);

        Assert.Equal("last", ReceiveString(subscriber));
        closing.Join();
    }

    [Fact]
    public void Whatever_strangers_send_the_others_are_served()
    {
        var router = Bind(ZmtpPattern.Router);
        router.Received = router.Send;
        var random = new Random(1);
        byte[] introduction = [.. ZmtpFrames.Greeting(), .. ZmtpFrames.Ready(ZmtpPattern.Router)];
        for (var i = 0; i < 150; i++)
        {
            var noise = new byte[random.Next(300)];
            random.NextBytes(noise);
            using var stranger = new TcpClient();
            stranger.Connect((IPEndPoint)router.Listener.LocalEndPoint!);
            if (random.Next(2) == 0) stranger.LingerState = new LingerOption(enable: true, seconds: 0);
            stranger.Client.Send([.. introduction.AsSpan(0, i % (introduction.Length + 1)), .. noise]);
        }

        using var request = new RequestSocket(Address(router));
        request.SendFrame("ping");

        Assert.Equal("ping", ReceiveString(request));
        Assert.True(SpinWait.SpinUntil(() => router.Connections.Length == 1, Patience));
    }

    [Theory]
    [InlineData(long.MaxValue)]
    [InlineData(int.MaxValue)]
    [InlineData(ZmtpFrames.MaximalMessage + 1)]
    public void A_peer_that_announces_an_endless_message_is_sent_away(long length)
    {
        var router = Bind(ZmtpPattern.Router);
        using var stranger = Introduce(router);
        byte[] header = [ZmtpFrames.Long, 0, 0, 0, 0, 0, 0, 0, 0];
        BinaryPrimitives.WriteInt64BigEndian(header.AsSpan(1), length);
        Assert.True(SpinWait.SpinUntil(() => router.Connections.Length == 1, Patience));

        stranger.Client.Send(header);

        Assert.True(SpinWait.SpinUntil(() => router.Connections.Length == 0, Patience));
    }

    [Fact]
    public void A_subscriber_to_everything_one_by_one_is_sent_away()
    {
        var publisher = Bind(ZmtpPattern.Publisher);
        using var stranger = Introduce(publisher);
        WaitUntilKnown(publisher);

        for (var i = 0; i <= 1000; i++) stranger.Client.Send(ZmtpFrames.Frame(0, [1, .. BitConverter.GetBytes(i)]));

        Assert.True(SpinWait.SpinUntil(() => publisher.Connections.Length == 0, Patience));
    }

    [Fact]
    public void A_message_that_breaks_its_receiver_costs_its_sender_the_connection_and_no_one_else()
    {
        var router = Bind(ZmtpPattern.Router);
        router.Received = static message => throw new InvalidOperationException("This is no message.");
        using (var dealer = new DealerSocket(Address(router)))
        {
            dealer.SendFrame("bad");
            Assert.True(SpinWait.SpinUntil(() => router.Connections.Length == 1, Patience));
        }

        Assert.True(SpinWait.SpinUntil(() => router.Connections.Length == 0, Patience));
        router.Received = router.Send;
        using var request = new RequestSocket(Address(router));
        request.SendFrame("ping");
        Assert.Equal("ping", ReceiveString(request));
    }

    [Fact]
    public void A_subscriber_that_does_not_read_misses_what_is_too_much_and_goes_on_when_it_has_caught_up()
    {
        const int size = 1 << 20;
        var publisher = Bind(ZmtpPattern.Publisher);
        using var subscriber = Introduce(publisher);
        subscriber.Client.Send(ZmtpFrames.Frame(0, [1]));
        Assert.True(SpinWait.SpinUntil(() => publisher.Connections is [var peer] && peer.IsSubscribedTo("x"u8), Patience));
        var connection = publisher.Connections[0];

        for (var i = 0; i < 200; i++) publisher.Send([new byte[size]]);
        var received = 0L;
        var reading = new Thread(() =>
        {
            var buffer = new byte[size];
            while (subscriber.Client.Receive(buffer) is > 0 and var length) Interlocked.Add(ref received, length);
        });
        reading.Start();
        Assert.True(SpinWait.SpinUntil(() => !connection.IsSending, Patience));
        publisher.Send(["end"u8.ToArray()]);
        _network.Dispose();
        reading.Join();

        var handshake = ZmtpFrames.GreetingLength + ZmtpFrames.Ready(ZmtpPattern.Publisher).Length;
        var messages = Math.DivRem(received - handshake, ZmtpFrames.Frame(0, new byte[size]).Length, out var rest);
        Assert.InRange(messages, 1, 150);
        Assert.Equal(ZmtpFrames.Frame(0, "end"u8).Length, rest);
    }

    [Fact]
    public void What_had_arrived_when_the_network_is_asked_to_catch_up_is_taken_in()
    {
        var router = Bind(ZmtpPattern.Router);
        using var isBusy = new ManualResetEventSlim();
        using var goOn = new ManualResetEventSlim();
        var received = 0;
        router.Received = _ =>
        {
            received++;
            isBusy.Set();
            goOn.Wait();
        };
        using var peer = Introduce(router);
        peer.Client.Send(ZmtpFrames.Frame(0, [1]));
        isBusy.Wait(TestContext.Current.CancellationToken);
        var message = ZmtpFrames.Frame(0, new byte[30_000]);
        peer.Client.Send(message);
        Assert.True(SpinWait.SpinUntil(() => router.Connections[0].Socket.Available == message.Length, Patience));
        var catchesUp = new Thread(_network.CatchUp);
        catchesUp.Start();

        goOn.Set();

        catchesUp.Join();
        Assert.Equal(2, received);
    }

    [Fact]
    public void Of_a_message_that_has_arrived_in_part_the_rest_is_waited_for()
    {
        var router = Bind(ZmtpPattern.Router);
        using var peer = Introduce(router);
        WaitUntilKnown(router);
        byte[] message = [.. ZmtpFrames.Frame(ZmtpFrames.More, new byte[1000]), .. ZmtpFrames.Frame(0, new byte[1000])];
        foreach (var cut in (int[])[1, 500, message.Length / 2, message.Length - 1])
        {
            var before = _received.Count;
            peer.Client.Send(message.AsSpan(0, cut));
            var caughtUp = new Thread(_network.CatchUp);
            caughtUp.Start();

            peer.Client.Send(message.AsSpan(cut));

            caughtUp.Join();
            Assert.Equal(before + 1, _received.Count);
        }
    }

    [Fact]
    public void The_rest_of_a_message_that_does_not_come_is_not_waited_for_without_end()
    {
        using var network = new ZmtpNetwork { PatienceForRest = TimeSpan.FromMilliseconds(1) };
        var router = network.Bind(ZmtpPattern.Router, new IPEndPoint(IPAddress.Loopback, 0));
        network.Start();
        using var peer = Introduce(router);
        WaitUntilKnown(router);
        peer.Client.Send([0]);

        network.CatchUp();
    }

    public void Dispose()
    {
        _network.Dispose();
        _received.Dispose();
    }

    private static string Address(ZmtpSocket socket) => $"tcp://{socket.Listener.LocalEndPoint}";

    /// <summary>A peer that sends just what a test has it send, after the handshake.</summary>
    private static TcpClient Introduce(ZmtpSocket socket)
    {
        var peer = new TcpClient { NoDelay = true };
        peer.Connect((IPEndPoint)socket.Listener.LocalEndPoint!);
        peer.Client.Send(ZmtpFrames.Greeting());
        peer.Client.Send(ZmtpFrames.Ready(ZmtpPattern.Router));
        return peer;
    }

    private static void WaitUntilKnown(ZmtpSocket socket) =>
        Assert.True(SpinWait.SpinUntil(() => socket.Connections is [{ IsReady: true }], Patience));

    private static string ReceiveString(NetMQSocket socket)
    {
        Assert.True(socket.TryReceiveFrameString(Patience, out var text));
        return text!;
    }

    private static SubscriberSocket Subscribe(ZmtpSocket publisher, string topic)
    {
        var before = publisher.Connections.Length;
        var subscriber = new SubscriberSocket { Options = { ReceiveHighWatermark = 0 } };
        subscriber.Subscribe(topic);
        subscriber.Connect(Address(publisher));
        Assert.True(SpinWait.SpinUntil(
            () => publisher.Connections.Length > before && publisher.Connections[^1].IsSubscribedTo(Encoding.UTF8.GetBytes(topic)), Patience));
        return subscriber;
    }

    private ZmtpSocket Bind(ZmtpPattern pattern)
    {
        var socket = _network.Bind(pattern, new IPEndPoint(IPAddress.Loopback, 0));
        socket.Received = _received.Add;
        _network.Start();
        return socket;
    }

    private IReadOnlyList<byte[]> Receive()
    {
        Assert.True(_received.TryTake(out var message, Patience));
        return message!;
    }
}
