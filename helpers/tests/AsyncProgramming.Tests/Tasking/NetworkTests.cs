using System.Net;
using System.Net.Sockets;
using System.Text;
using AsyncProgramming.EventLoops;
using AsyncProgramming.Tasking;
using static AsyncProgramming.Tests.Tasking.LocalConnections;

namespace AsyncProgramming.Tests.Tasking;

public sealed class NetworkTests
{
    private readonly CooperativeScheduler _scheduler = new();

    [Fact]
    public void Server_and_client_talk_on_one_thread()
    {
        var threads = new HashSet<int>();
        string? answer = null;
        _scheduler.Run(async () =>
        {
            using var listener = Network.Announce();
            Assert.Equal(IPAddress.Loopback, listener.LocalEndPoint.Address);
            CooperativeTask.Start(async () =>
            {
                using var served = await listener.Accept();
                threads.Add(Environment.CurrentManagedThreadId);
                var request = new byte[5];
                await served.ReadExactly(request);
                threads.Add(Environment.CurrentManagedThreadId);
                await served.Write(Encoding.ASCII.GetBytes("you said " + Encoding.ASCII.GetString(request)));
            });
            using var connection = await Dial(listener);
            Assert.Equal(listener.LocalEndPoint, connection.RemoteEndPoint);
            await connection.Write("hello"u8.ToArray(), CancellationToken.None);
            answer = Encoding.ASCII.GetString(await ReadToEnd(connection));
            threads.Add(Environment.CurrentManagedThreadId);
        });
        Assert.Equal("you said hello", answer);
        Assert.Equal([Environment.CurrentManagedThreadId], threads);
    }

    [Fact]
    public void A_proxy_copies_both_directions_and_passes_on_that_one_is_closed()
    {
        string? answer = null;
        _scheduler.Run(async () =>
        {
            using var server = Network.Announce();
            using var proxy = Network.Announce();
            Serve(server, async connection =>
            {
                // Answers only when the request has ended, so the end must come through, and the answer after it.
                var request = await ReadToEnd(connection);
                Array.Reverse(request);
                await connection.Write(request);
            });
            Serve(proxy, async connection =>
            {
                using var remote = await Dial(server);
                var there = CooperativeTask.Start(() => Copy(connection, remote), "there");
                await Copy(remote, connection);
                await there.Join();
            });
            using var client = await Dial(proxy);
            await client.Write("libtask"u8.ToArray(), CancellationToken.None);
            client.CloseWrite();
            answer = Encoding.ASCII.GetString(await ReadToEnd(client));
        });
        Assert.Equal("ksatbil", answer);

        static async Task Copy(Connection from, Connection to)
        {
            var buffer = new byte[2048];
            while (await from.Read(buffer) is > 0 and var count) await to.Write(buffer.AsMemory(0, count));
            to.CloseWrite();
        }
    }

    [Fact]
    public void A_thousand_connections_are_open_at_once_on_one_thread()
    {
        const int count = 1_000;
        var (sum, open) = (0, 0);
        _scheduler.Run(async () =>
        {
            using var listener = Network.Announce();
            var allOpen = new Rendezvous();
            Serve(listener, async connection =>
            {
                if (++open == count) allOpen.WakeAll();
                var buffer = new byte[4];
                await connection.ReadExactly(buffer);
                await connection.Write(buffer);
            });
            var clients = Enumerable.Range(0, count).Select(number => CooperativeTask.Start(async () =>
            {
                using var connection = await Dial(listener);
                // Nobody writes, and so no connection ends, before the last one is served.
                if (open < count) await allOpen.Sleep();
                await connection.Write(BitConverter.GetBytes(number));
                var buffer = new byte[4];
                await connection.ReadExactly(buffer);
                sum += BitConverter.ToInt32(buffer);
            })).ToArray();
            foreach (var client in clients) await client.Join(CancellationToken.None);
        });
        Assert.Equal(count * (count - 1) / 2, sum);
    }

    [Fact]
    public void Everything_is_written_and_read_however_large() => _scheduler.Run(async () =>
    {
        var (here, there) = await Pair();
        var data = new byte[20_000_000];
        new Random(1).NextBytes(data);
        CooperativeTask.Start(async () =>
        {
            await here.Write(data);
            here.CloseWrite();
        });
        var received = await ReadToEnd(there);
        Assert.True(data.AsSpan().SequenceEqual(received));
        Close(here, there);
    });

    [Fact]
    public void An_empty_read_waits_until_there_is_something() => _scheduler.Run(async () =>
    {
        var (here, there) = await Pair();
        CooperativeTask.Start(async () =>
        {
            await CooperativeTask.Yield();
            await there.Write("abc"u8.ToArray());
        });
        var empty = here.Read(Memory<byte>.Empty, CancellationToken.None);
        Assert.False(empty.IsCompleted);
        Assert.Equal(0, await empty);
        var ready = here.Read(new byte[4], CancellationToken.None);
        Assert.True(ready.IsCompleted);
        Assert.Equal(3, await ready);
        Close(here, there);
    });

    [Fact]
    public void A_name_is_looked_up_and_its_addresses_tried() => _scheduler.Run(async () =>
    {
        Assert.Contains(IPAddress.Loopback, await Network.Lookup("localhost", CancellationToken.None));
        Assert.Equal([IPAddress.IPv6Loopback], await Network.Lookup("::1", CancellationToken.None));
        using var listener = Network.Announce();
        using var connection = await Network.Dial("localhost", listener.LocalEndPoint.Port, CancellationToken.None);
        Assert.Equal(listener.LocalEndPoint.Port, connection.RemoteEndPoint.Port);
    });

    [Fact]
    public void Datagrams_go_there_and_back() => _scheduler.Run(async () =>
    {
        using var server = Network.AnnounceDatagrams();
        using var client = Network.AnnounceDatagrams();
        CooperativeTask.Start(async () =>
        {
            var buffer = new byte[100];
            var received = await server.Receive(buffer);
            await server.Send(buffer.AsMemory(0, received.ReceivedBytes), (IPEndPoint)received.RemoteEndPoint);
        });
        await client.Send("ping"u8.ToArray(), server.LocalEndPoint, CancellationToken.None);
        var answer = new byte[100];
        var back = await client.Receive(answer, CancellationToken.None);
        Assert.Equal("ping", Encoding.ASCII.GetString(answer, 0, back.ReceivedBytes));
        Assert.Equal(server.LocalEndPoint, back.RemoteEndPoint);
    });

    [Fact]
    public void A_wait_for_the_network_is_no_deadlock()
    {
        using var listener = Network.Announce();
        using var client = new TcpClient();
        Task? connecting = null;
        var beIdle = _scheduler.Loop.Idle;
        _scheduler.Loop.Idle = () =>
        {
            // Only after the scheduler has looked for a deadlock, and not by a task.
            beIdle!();
            connecting ??= Task.Run(() => client.ConnectAsync(listener.LocalEndPoint));
        };
        _scheduler.Run(async () =>
        {
            var numbers = new TaskChannel<int>(name: "numbers");
            // Forgotten by its task, which is no reason to take the wait of the other one for endless.
            CooperativeTask.Start(() =>
            {
                _ = Serve();
                return Task.CompletedTask;
            });
            Assert.Equal(1, await numbers.Receive(CancellationToken.None));
            CooperativeTask.ExitAll();

            async Task Serve()
            {
                using var connection = await listener.Accept();
                await numbers.Send(1);
            }
        });
    }

    [Fact]
    public void A_coroutine_on_a_loop_needs_no_scheduler() => EventLoop.Run(async () =>
    {
        var (here, there) = await Pair();
        var reading = Read(here, CancellationToken.None);
        await there.Write("x"u8.ToArray(), CancellationToken.None);
        Assert.Equal(1, await reading);
        Close(here, there);
    });

    [Fact]
    public void A_round_trip_allocates_nothing_on_the_loops_thread()
    {
        var allocated = -1L;
        _scheduler.Run(async () =>
        {
            var (here, there) = await Pair();
            CooperativeTask.Start(async () =>
            {
                var buffer = new byte[1];
                while (await there.Read(buffer) > 0) await there.Write(buffer);
            });
            var data = new byte[1];
            var (before, read) = (0L, 0);
            for (var i = 0; i < 1_200; i++)
            {
                if (i == 200) before = GC.GetAllocatedBytesForCurrentThread();
                await here.Write(data, CancellationToken.None);
                read += await here.Read(data, CancellationToken.None);
            }

            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.Equal(1_200, read);
            here.Dispose();
        });
        // Less than a byte each: an object that another thread returned too late may have had to be made anew.
        Assert.InRange(allocated, 0, 999);
    }
}
