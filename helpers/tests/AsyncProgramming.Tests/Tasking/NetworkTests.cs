using System.Net;
using System.Net.Sockets;
using System.Text;
using AsyncProgramming.EventLoops;
using AsyncProgramming.Tasking;

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
    public void A_connection_that_is_reset_ends_the_wait_with_the_reason() => _scheduler.Run(async () =>
    {
        using var listener = Network.Announce();
        var raw = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await raw.ConnectAsync(listener.LocalEndPoint, CancellationToken.None);
        using var connection = await listener.Accept(CancellationToken.None);
        CooperativeTask.Start(async () =>
        {
            await CooperativeTask.Yield();
            // Closed without lingering, a socket resets its connection.
            raw.LingerState = new LingerOption(true, 0);
            raw.Dispose();
        });
        var error = await Assert.ThrowsAsync<IOException>(() => Read(connection, CancellationToken.None));
        Assert.Equal(SocketError.ConnectionReset, Assert.IsType<SocketException>(error.InnerException).SocketErrorCode);
    });

    [Fact]
    public void A_cancelled_read_loses_nothing() => _scheduler.Run(async () =>
    {
        var (here, there) = await Pair();
        using var source = new CancellationTokenSource();
        CooperativeTask.Start(async () =>
        {
            await CooperativeTask.Yield();
            await source.CancelAsync();
        });
        var error = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Read(here, source.Token));
        Assert.Equal(source.Token, error.CancellationToken);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Read(here, source.Token));
        await there.Write("x"u8.ToArray(), CancellationToken.None);
        Assert.Equal(1, await Read(here, CancellationToken.None));
        Close(here, there);
    });

    [Fact]
    public void A_cancelled_accept_leaves_the_connection_to_the_next_one() => _scheduler.Run(async () =>
    {
        using var listener = Network.Announce();
        using var source = new CancellationTokenSource();
        CooperativeTask.Start(async () =>
        {
            await CooperativeTask.Yield();
            await source.CancelAsync();
        });
        var error = await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await listener.Accept(source.Token));
        Assert.Equal(source.Token, error.CancellationToken);
        using var client = await Dial(listener);
        using var served = await listener.Accept(CancellationToken.None);
        Assert.Equal(client.LocalEndPoint, served.RemoteEndPoint);
    });

    [Fact]
    public void A_write_waits_for_a_slow_reader_and_can_be_cancelled() => _scheduler.Run(async () =>
    {
        var (here, there) = await Pair();
        using var source = new CancellationTokenSource();
        var writer = CooperativeTask.Start(
            async () => await Assert.ThrowsAnyAsync<OperationCanceledException>(
                async () => await here.Write(new byte[64 << 20], source.Token)),
            "writer");
        while (writer.Status != CooperativeTaskStatus.Waiting) await CooperativeTask.Yield();
        Assert.Contains($"writing to {here.RemoteEndPoint}", _scheduler.Describe(), StringComparison.Ordinal);
        await source.CancelAsync();
        await writer.Join(CancellationToken.None);
        Close(here, there);
    });

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
    public void Too_little_to_read_exactly_is_an_error() => _scheduler.Run(async () =>
    {
        var (here, there) = await Pair();
        await there.Write("abc"u8.ToArray(), CancellationToken.None);
        there.CloseWrite();
        await Assert.ThrowsAsync<EndOfStreamException>(
            async () => await here.ReadExactly(new byte[4], CancellationToken.None));
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
    public void A_dial_to_nobody_says_who_does_not_answer() => _scheduler.Run(async () =>
    {
        int port;
        using (var listener = Network.Announce()) port = listener.LocalEndPoint.Port;
        var error = await Assert.ThrowsAnyAsync<SocketException>(
            async () => await Network.Dial("127.0.0.1", port, CancellationToken.None));
        Assert.Equal(SocketError.ConnectionRefused, error.SocketErrorCode);
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
    public void A_socket_that_is_closed_ends_the_waits_at_it() => _scheduler.Run(async () =>
    {
        var listener = Network.Announce();
        var (here, there) = await Pair();
        CooperativeTask.Start(async () =>
        {
            await CooperativeTask.Yield();
            listener.Dispose();
            here.Dispose();
        });
        var reading = CooperativeTask.Start(
            async () => await Assert.ThrowsAnyAsync<IOException>(() => Read(here, CancellationToken.None)));
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await listener.Accept(CancellationToken.None));
        await reading.Join(CancellationToken.None);
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await listener.Accept(CancellationToken.None));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => Read(here, CancellationToken.None));
        there.Dispose();
    });

    [Fact]
    public void Tasks_say_what_they_wait_for_at_the_network_and_are_thrown_out_when_the_run_ends()
    {
        var ended = new List<string>();
        var description = "";
        Connection? here = null, there = null;
        using var listener = Network.Announce();
        _scheduler.Run(async () =>
        {
            (here, there) = await Pair();
            CooperativeTask.Start(() => End("read", async () => await here.Read(new byte[1])));
            CooperativeTask.Start(() => End("accept", async () => await listener.Accept()));
            CooperativeTask.Start(() => End("write", async () => await here.Write(new byte[64 << 20])));
            await CooperativeTask.Yield();
            description = _scheduler.Describe();
            CooperativeTask.ExitAll();

            async Task End(string name, Func<Task> wait)
            {
                try
                {
                    await wait();
                }
                finally
                {
                    ended.Add(name);
                }
            }
        });
        Assert.Equal(["read", "accept", "write"], ended);
        Assert.Contains($"reading from {here!.RemoteEndPoint}", description, StringComparison.Ordinal);
        Assert.Contains($"accepting at {listener.LocalEndPoint}", description, StringComparison.Ordinal);
        Assert.Contains($"writing to {here.RemoteEndPoint}", description, StringComparison.Ordinal);
        Close(here, there!);
    }

    [Fact]
    public void An_operation_that_ends_after_its_task_was_thrown_out_ends_for_nobody()
    {
        Connection? here = null, there = null;
        _scheduler.Run(async () =>
        {
            (here, there) = await Pair();
            CooperativeTask.Start(async () => await here.Read(new byte[1]));
            CooperativeTask.Start(async () =>
            {
                try
                {
                    await new TaskChannel<int>().Receive();
                }
                finally
                {
                    // The reader was thrown out before. Its operation ends now, and reports to the loop.
                    await there.Write("x"u8.ToArray());
                    SpinWait.SpinUntil(() => _scheduler.Loop.IsWaitedFor);
                    await Task.Yield();
                }
            });
            await CooperativeTask.Yield();
            CooperativeTask.ExitAll();
        });
        Assert.Empty(_scheduler.Tasks);
        Assert.Equal(0, _scheduler.Loop.SocketWaits);
        Close(here!, there!);
    }

    [Fact]
    public async Task Without_a_loop_there_is_nobody_to_come_back_to()
    {
        using var listener = Network.Announce();
        var error = await Assert.ThrowsAsync<InvalidOperationException>(
            async () => await listener.Accept(TestContext.Current.CancellationToken));
        Assert.StartsWith("No event loop runs on this thread.", error.Message, StringComparison.Ordinal);
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
        Assert.Equal(0, allocated);
    }

    private static async Task<int> Read(Connection connection, CancellationToken token) =>
        await connection.Read(new byte[16], token);

    private static ValueTask<Connection> Dial(Listener listener) =>
        Network.Dial("127.0.0.1", listener.LocalEndPoint.Port, CancellationToken.None);

    private static async Task<(Connection Here, Connection There)> Pair()
    {
        using var listener = Network.Announce();
        var here = await Dial(listener);
        return (here, await listener.Accept());
    }

    private static void Close(params ReadOnlySpan<Connection> connections)
    {
        foreach (var connection in connections) connection.Dispose();
    }

    private static async Task<byte[]> ReadToEnd(Connection connection)
    {
        var all = new MemoryStream();
        var buffer = new byte[4096];
        while (await connection.Read(buffer) is > 0 and var count) all.Write(buffer, 0, count);
        return all.ToArray();
    }

    /// <summary>Accepts for ever, with a task for each connection; ends with the last other task.</summary>
    private static void Serve(Listener listener, Func<Connection, Task> serve) => CooperativeTask.Start(async () =>
    {
        CooperativeTask.Current.IsSystem = true;
        while (true)
        {
            var connection = await listener.Accept();
            CooperativeTask.Start(async () =>
            {
                using (connection) await serve(connection);
            });
        }
    });
}
