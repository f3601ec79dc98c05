using System.Net.Sockets;
using AsyncProgramming.Tasking;
using static AsyncProgramming.Tests.Tasking.LocalConnections;

namespace AsyncProgramming.Tests.Tasking;

public sealed class NetworkFaultTests
{
    private readonly CooperativeScheduler _scheduler = new();

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
    public void A_dial_to_nobody_says_who_does_not_answer() => _scheduler.Run(async () =>
    {
        int port;
        using (var listener = Network.Announce()) port = listener.LocalEndPoint.Port;
        var error = await Assert.ThrowsAnyAsync<SocketException>(
            async () => await Network.Dial("127.0.0.1", port, CancellationToken.None));
        Assert.Equal(SocketError.ConnectionRefused, error.SocketErrorCode);
    });

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
}
