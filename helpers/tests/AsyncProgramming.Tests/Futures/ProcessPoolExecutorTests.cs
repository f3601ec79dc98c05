using System.Diagnostics;
using AsyncProgramming.Futures;

namespace AsyncProgramming.Tests.Futures;

public sealed class ProcessPoolExecutorTests
{
    private static CancellationToken Stopped => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Work_runs_in_another_process()
    {
        await using var pool = new ProcessPoolExecutor(1);

        var id = await pool.Submit(RemoteWork.ProcessId, Stopped);

        Assert.NotEqual(Environment.ProcessId, id);
    }

    [Fact]
    public async Task Arguments_and_results_of_many_kinds_arrive()
    {
        await using var pool = new ProcessPoolExecutor(1);

        Assert.Equal(49, await pool.Submit(RemoteWork.Square, 7, Stopped));
        Assert.Equal("aπ", await pool.Submit(RemoteWork.Join, "a", "π", "", Stopped));
        Assert.Equal((3, 1), await pool.Submit(RemoteWork.Divide, 10, 3, Stopped));
        Assert.Equal(double.NaN, await pool.Submit(RemoteWork.Echo, double.NaN, Stopped));
        Assert.Equivalent(
            new Point(-1, -2, ["p"]), await pool.Submit(RemoteWork.Mirror, new Point(1, 2, ["p"]), Stopped));
    }

    [Fact]
    public async Task Methods_of_dotnet_itself_and_lambdas_without_captures_can_be_sent()
    {
        await using var pool = new ProcessPoolExecutor(1);

        Assert.Equal(3, await pool.Submit(Math.Abs, -3, Stopped));
        Assert.Equal(21, await pool.Submit(number => number * 3, 7, Stopped));
        await pool.Submit(Thread.Sleep, 0, Stopped);
    }

    [Fact]
    public async Task Big_arguments_and_results_arrive()
    {
        await using var pool = new ProcessPoolExecutor(2);
        var bytes = new byte[8 * 1024 * 1024];
        new Random(1).NextBytes(bytes);

        var results = await Task.WhenAll(
            pool.Submit(RemoteWork.Reverse, bytes, Stopped), pool.Submit(RemoteWork.Reverse, bytes, Stopped));

        Array.Reverse(bytes);
        Assert.All(results, result => Assert.True(bytes.AsSpan().SequenceEqual(result)));
    }

    [Fact]
    public async Task A_thousand_small_tasks_end_with_their_own_results()
    {
        await using var pool = new ProcessPoolExecutor(4);

        var results = await Task.WhenAll(Enumerable.Range(0, 1000).Select(i => pool.Submit(RemoteWork.Square, i, Stopped)));

        Assert.Equal(Enumerable.Range(0, 1000).Select(i => i * i), results);
    }

    [Fact]
    public async Task Workers_are_started_on_demand_up_to_the_limit_and_reused()
    {
        await using var pool = new ProcessPoolExecutor(2);
        using var files = new TemporaryFiles();
        var first = await pool.Submit(RemoteWork.ProcessId, Stopped);

        var busy = Enumerable.Range(0, 5).Select(_ => pool.Submit(RemoteWork.WaitForFile, files["go"], Stopped)).ToArray();
        files.Create("go");
        var ids = await Task.WhenAll(busy);

        Assert.Contains(first, ids);
        Assert.InRange(ids.Distinct().Count(), 1, 2);
    }

    [Fact]
    public async Task Workers_run_at_the_same_time()
    {
        await using var pool = new ProcessPoolExecutor(2);
        using var files = new TemporaryFiles();
        var first = pool.Submit(RemoteWork.WriteThenWait, files["one"], files["go"], Stopped);
        var second = pool.Submit(RemoteWork.WriteThenWait, files["two"], files["go"], Stopped);

        await files.Appears("one");
        await files.Appears("two");
        files.Create("go");

        Assert.NotEqual(await first, await second);
    }

    [Fact]
    public async Task Short_calls_do_not_wait_behind_a_long_one_while_another_worker_is_idle()
    {
        await using var pool = new ProcessPoolExecutor(2);
        using var files = new TemporaryFiles();
        // After many short calls, several are sent ahead to each worker.
        await Task.WhenAll(Enumerable.Range(0, 500).Select(i => pool.Submit(RemoteWork.Square, i, Stopped)));
        var @long = pool.Submit(RemoteWork.WaitForFile, files["go"], Stopped);

        var @short = Enumerable.Range(0, 100).Select(i => pool.Submit(RemoteWork.Square, i, Stopped)).ToArray();

        await Task.WhenAll(@short);
        Assert.False(@long.IsCompleted);
        files.Create("go");
        await @long;
    }

    [Fact]
    public async Task Results_of_Map_come_in_the_order_of_the_items()
    {
        await using var pool = new ProcessPoolExecutor(3);

        var results = await pool.Map(RemoteWork.Square, Enumerable.Range(0, 100), Stopped).ToArrayAsync(Stopped);

        Assert.Equal(Enumerable.Range(0, 100).Select(i => i * i), results);
    }

    [Fact]
    public async Task An_exception_arrives_as_its_own_type_with_message_and_remote_stack()
    {
        await using var pool = new ProcessPoolExecutor(1);

        var e = await Assert.ThrowsAsync<FormatException>(() => pool.Submit(RemoteWork.Fail, "no number", Stopped));

        Assert.Equal("no number", e.Message);
        var remote = Assert.IsType<RemoteException>(e.InnerException);
        Assert.Equal("System.FormatException", remote.RemoteType);
        Assert.Contains("no number", remote.Message, StringComparison.Ordinal);
        Assert.Contains("RemoteWork.Fail", remote.RemoteStackTrace, StringComparison.Ordinal);
        Assert.DoesNotContain("AsyncProgramming.Worker", remote.RemoteStackTrace, StringComparison.Ordinal);
        Assert.Equal(remote.ProcessId, await pool.Submit(RemoteWork.ProcessId, Stopped));
    }

    [Fact]
    public async Task An_exception_that_cannot_be_made_here_arrives_as_a_RemoteException()
    {
        await using var pool = new ProcessPoolExecutor(1);

        var e = await Assert.ThrowsAsync<RemoteException>(() => pool.Submit(RemoteWork.FailInAnUnknownWay, Stopped));

        Assert.Equal(typeof(OddException).FullName, e.RemoteType);
        Assert.Contains("odd 42", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_result_that_is_no_data_fails_its_task_and_not_the_worker()
    {
        await using var pool = new ProcessPoolExecutor(1);

        var e = await Assert.ThrowsAsync<NotSupportedException>(() => pool.Submit(RemoteWork.Produce, Stopped));

        Assert.Contains(nameof(Unsendable), e.Message, StringComparison.Ordinal);
        Assert.Equal(4, await pool.Submit(RemoteWork.Square, 2, Stopped));
    }

    [Fact]
    public async Task A_token_takes_a_call_out_of_the_queue()
    {
        await using var pool = new ProcessPoolExecutor(1);
        using var files = new TemporaryFiles();
        using var cancellation = new CancellationTokenSource();
        var running = pool.Submit(RemoteWork.WriteThenWait, files["begun"], files["go"], Stopped);
        var queued = pool.Submit(RemoteWork.Append, files["log"], 1, cancellation.Token);
        await files.Appears("begun");

        await cancellation.CancelAsync();

        var e = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => queued);
        Assert.Equal(cancellation.Token, e.CancellationToken);
        files.Create("go");
        await running;
        await pool.Shutdown();
        Assert.False(File.Exists(files["log"]));
    }

    [Fact]
    public async Task A_token_takes_a_call_back_that_was_sent_ahead()
    {
        await using var pool = new ProcessPoolExecutor(1);
        using var files = new TemporaryFiles();
        using var cancellation = new CancellationTokenSource();
        await Task.WhenAll(Enumerable.Range(0, 500).Select(i => pool.Submit(RemoteWork.Square, i, Stopped)));
        var running = pool.Submit(RemoteWork.WriteThenWait, files["begun"], files["go"], Stopped);
        var sentAhead = pool.Submit(RemoteWork.Append, files["log"], 1, cancellation.Token);
        var kept = pool.Submit(RemoteWork.Append, files["log"], 2, Stopped);
        await files.Appears("begun");

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sentAhead);
        files.Create("go");
        await running;
        await kept;
        Assert.Equal(["2"], await File.ReadAllLinesAsync(files["log"], Stopped));
    }

    [Fact]
    public async Task A_token_leaves_a_call_that_has_begun_alone()
    {
        await using var pool = new ProcessPoolExecutor(1);
        using var files = new TemporaryFiles();
        using var cancellation = new CancellationTokenSource();
        var running = pool.Submit(RemoteWork.WriteThenWait, files["begun"], files["go"], cancellation.Token);
        await files.Appears("begun");

        await cancellation.CancelAsync();
        files.Create("go");

        Assert.NotEqual(0, await running);
    }

    [Fact]
    public async Task A_token_cancelled_before_means_that_nothing_runs()
    {
        await using var pool = new ProcessPoolExecutor(1);
        using var files = new TemporaryFiles();

        var call = pool.Submit(RemoteWork.Append, files["log"], 1, new CancellationToken(canceled: true));

        Assert.True(call.IsCanceled);
        await pool.Shutdown();
        Assert.False(File.Exists(files["log"]));
    }

    [Fact]
    public async Task Shutdown_waits_for_what_was_submitted_and_for_the_processes_end()
    {
        var pool = new ProcessPoolExecutor(2);
        var calls = Enumerable.Range(0, 20).Select(_ => pool.Submit(RemoteWork.ProcessId, Stopped)).ToArray();

        await pool.Shutdown();

        Assert.All(calls, call => Assert.True(call.IsCompletedSuccessfully));
        foreach (var id in (await Task.WhenAll(calls)).Distinct())
            Assert.Throws<ArgumentException>(() => Process.GetProcessById(id));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => pool.Submit(RemoteWork.ProcessId, Stopped));
    }

    [Fact]
    public async Task Shutdown_without_waiting_returns_at_once_and_the_work_is_still_done()
    {
        var pool = new ProcessPoolExecutor(1);
        using var files = new TemporaryFiles();
        var first = pool.Submit(RemoteWork.WaitForFile, files["go"], Stopped);
        var second = pool.Submit(RemoteWork.Square, 3, Stopped);

        Assert.True(pool.Shutdown(wait: false).IsCompleted);

        files.Create("go");
        await first;
        Assert.Equal(9, await second);
        await pool.Shutdown();
    }

    [Fact]
    public async Task Shutdown_can_cancel_what_has_not_begun()
    {
        var pool = new ProcessPoolExecutor(1);
        using var files = new TemporaryFiles();
        await Task.WhenAll(Enumerable.Range(0, 500).Select(i => pool.Submit(RemoteWork.Square, i, Stopped)));
        var running = pool.Submit(RemoteWork.WriteThenWait, files["begun"], files["go"], Stopped);
        // More than are sent ahead: some wait in the worker, some in the pool.
        var waiting = Enumerable.Range(0, 200).Select(i => pool.Submit(RemoteWork.Append, files["log"], i, Stopped)).ToArray();
        await files.Appears("begun");

        var ended = pool.Shutdown(cancelPending: true);

        await Task.WhenAll(waiting).ContinueWith(_ => { }, TaskScheduler.Default);
        Assert.All(waiting, call => Assert.True(call.IsCanceled));
        Assert.False(ended.IsCompleted);
        files.Create("go");
        await ended;
        Assert.True(running.IsCompletedSuccessfully);
        Assert.False(File.Exists(files["log"]));
    }

    [Fact]
    public async Task A_pool_that_never_did_anything_can_be_disposed_of()
    {
        var pool = new ProcessPoolExecutor(4);
        await pool.DisposeAsync();
        await pool.DisposeAsync();
    }

    [Fact]
    public async Task A_pool_disposed_of_while_its_workers_start_ends_them()
    {
        for (var i = 0; i < 5; i++)
        {
            using var cancellation = new CancellationTokenSource();
            var pool = new ProcessPoolExecutor(4);
            var calls = Enumerable.Range(0, 4)
                .Select(_ => pool.Submit(RemoteWork.ProcessId, cancellation.Token)).ToArray();

            await cancellation.CancelAsync();
            await pool.DisposeAsync();

            Assert.All(calls, call => Assert.True(call.IsCompleted));
        }
    }

    [Fact]
    public async Task Rubbish_on_a_worker_s_outputs_disturbs_nothing()
    {
        var (output, error) = (Console.Out, Console.Error);
        try
        {
            Console.SetOut(TextWriter.Null);
            Console.SetError(TextWriter.Null);
            await using var pool = new ProcessPoolExecutor(1);

            // More than a pipe holds: a worker would stop if nobody read on.
            Assert.Equal(500_000, await pool.Submit(RemoteWork.PrintRubbish, 500_000, Stopped));
            Assert.Equal(9, await pool.Submit(RemoteWork.Square, 3, Stopped));
        }
        finally
        {
            Console.SetOut(output);
            Console.SetError(error);
        }
    }

    [Fact]
    public async Task What_a_worker_prints_appears_on_this_process_s_console_before_the_pool_has_ended()
    {
        var (output, error) = (Console.Out, Console.Error);
        using var printed = new StringWriter();
        using var complained = new StringWriter();
        try
        {
            Console.SetOut(TextWriter.Synchronized(printed));
            Console.SetError(TextWriter.Synchronized(complained));
            await using var pool = new ProcessPoolExecutor(1);
            Assert.Equal(5, await pool.Submit(RemoteWork.Print, "hallö", Stopped));
        }
        finally
        {
            Console.SetOut(output);
            Console.SetError(error);
        }

        Assert.Contains("hallö", printed.ToString(), StringComparison.Ordinal);
        Assert.Contains("error: hallö", complained.ToString(), StringComparison.Ordinal);
    }
}
