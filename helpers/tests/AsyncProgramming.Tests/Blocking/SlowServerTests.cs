using System.Net;
using System.Net.Sockets;
using System.Text;
using AsyncProgramming.Blocking;
using AsyncProgramming.Charts;

namespace AsyncProgramming.Tests.Blocking;

public sealed class SlowServerTests
{
    [Fact]
    public async Task The_answer_comes_when_its_delay_has_passed_and_not_before()
    {
        var time = new AnnouncingTimeProvider();
        await using var server = SlowServer.Start(time: time);
        using var reader = Reader(server.Ask("300 tea"));
        await time.TimerCreated(Cancellation);
        var answer = reader.ReadLineAsync(Cancellation).AsTask();

        time.Advance(TimeSpan.FromMilliseconds(299));
        using (var other = Reader(server.Ask("0 now"))) Assert.Equal("now", await other.ReadLineAsync(Cancellation));
        Assert.False(answer.IsCompleted);

        time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal("tea", await answer);
    }

    [Fact]
    public async Task Clients_are_served_at_once_and_the_shortest_delay_wins()
    {
        var time = new AnnouncingTimeProvider();
        await using var server = SlowServer.Start(time: time);
        using var slow = Reader(server.Ask("2000 slow"));
        using var fast = Reader(server.Ask("1000 fast"));
        await time.TimerCreated(Cancellation);
        await time.TimerCreated(Cancellation);
        var slowAnswer = slow.ReadLineAsync(Cancellation).AsTask();

        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("fast", await fast.ReadLineAsync(Cancellation));
        Assert.False(slowAnswer.IsCompleted);

        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("slow", await slowAnswer);
    }

    [Fact]
    public async Task Requests_of_one_connection_are_answered_in_their_order()
    {
        await using var server = SlowServer.Start();
        using var socket = server.Connect();
        await socket.SendAsync("20 茶\n0 coffee with milk\n"u8.ToArray(), Cancellation);
        using var reader = Reader(socket);
        Assert.Equal("茶", await reader.ReadLineAsync(Cancellation));
        Assert.Equal("coffee with milk", await reader.ReadLineAsync(Cancellation));
    }

    [Fact]
    public async Task Fifty_clients_are_served_at_once()
    {
        var time = new AnnouncingTimeProvider();
        await using var server = SlowServer.Start(time: time);
        var readers = Enumerable.Range(0, 50).Select(i => Reader(server.Ask($"1000 {i}"))).ToArray();
        foreach (var _ in readers) await time.TimerCreated(Cancellation);
        time.Advance(TimeSpan.FromSeconds(1));
        for (var i = 0; i < readers.Length; i++)
        {
            Assert.Equal($"{i}", await readers[i].ReadLineAsync(Cancellation));
            readers[i].Dispose();
        }
    }

    [Theory]
    [InlineData("tea")]
    [InlineData("soon tea")]
    [InlineData("-1 tea")]
    [InlineData("99999999999 tea")]
    [InlineData("3600001 tea")]
    public async Task What_is_no_request_is_answered_with_an_error_and_the_connection_goes_on(string request)
    {
        await using var server = SlowServer.Start();
        using var socket = server.Ask(request);
        using var reader = Reader(socket);
        Assert.StartsWith($"error: '{request}'", await reader.ReadLineAsync(Cancellation));
        await socket.SendAsync("0 tea\n"u8.ToArray(), Cancellation);
        Assert.Equal("tea", await reader.ReadLineAsync(Cancellation));
    }

    [Fact]
    public async Task A_client_that_goes_away_disturbs_no_other()
    {
        var time = new AnnouncingTimeProvider();
        await using var server = SlowServer.Start(time: time);
        var rude = server.Ask("1000 unheard");
        rude.LingerState = new LingerOption(enable: true, seconds: 0);
        await time.TimerCreated(Cancellation);
        rude.Dispose();
        using var polite = Reader(server.Ask("1000 heard"));
        await time.TimerCreated(Cancellation);
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("heard", await polite.ReadLineAsync(Cancellation));
    }

    [Fact]
    public async Task Disposing_the_server_closes_its_connections_and_its_port()
    {
        var time = new AnnouncingTimeProvider();
        var server = SlowServer.Start(time: time);
        using var reader = Reader(server.Ask("1000 never"));
        await time.TimerCreated(Cancellation);

        await server.DisposeAsync();
        Assert.Null(await reader.ReadLineAsync(Cancellation));
        Assert.Throws<SocketException>(server.Connect);
        await server.DisposeAsync();
    }

    [Fact]
    public async Task It_listens_on_the_loopback_address_only()
    {
        await using var server = SlowServer.Start();
        Assert.Equal(IPAddress.Loopback, server.EndPoint.Address);
    }

    [Fact]
    public async Task It_records_how_long_it_kept_a_request_waiting()
    {
        var time = new AnnouncingTimeProvider();
        var recorder = new TimelineRecorder(time);
        await using var server = SlowServer.Start(recorder, time);
        using var reader = Reader(server.Ask("300 tea"));
        await time.TimerCreated(Cancellation);
        time.Advance(TimeSpan.FromMilliseconds(300));
        await reader.ReadLineAsync(Cancellation);

        var span = Assert.Single(recorder.ToTimeline("").Spans);
        Assert.Equal("server: tea", span.Lane);
        Assert.Equal(SpanState.Idle, span.State);
        Assert.Equal(TimeSpan.FromMilliseconds(300), span.Elapsed);
    }

    [Theory]
    [InlineData("")]
    [InlineData("0 a\n0 b")]
    public async Task A_request_is_a_single_line(string request)
    {
        await using var server = SlowServer.Start();
        Assert.Throws<ArgumentException>(() => server.Ask(request));
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static StreamReader Reader(Socket socket) =>
        new(new NetworkStream(socket, ownsSocket: true), Encoding.UTF8);
}
