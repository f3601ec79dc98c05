using AsyncProgramming.Futures;

namespace AsyncProgramming.Tests.Futures;

public sealed class ThreadPoolExecutorTests
{
    private static CancellationToken Stopped => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Work_runs_on_background_threads_named_after_the_pool_s_workers()
    {
        await using var pool = new ThreadPoolExecutor(1);

        var thread = await pool.Submit(() => Thread.CurrentThread, Stopped);

        Assert.Equal("worker-1", thread.Name);
        Assert.True(thread.IsBackground);
        Assert.False(thread.IsThreadPoolThread);
    }

    [Fact]
    public async Task Threads_are_started_on_demand_up_to_the_limit_and_reused()
    {
        await using var pool = new ThreadPoolExecutor(2);
        using var together = new Barrier(2);

        // Only two threads that exist at once pass the barrier; three tasks in a row show that no third one comes.
        var names = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => pool.Submit(
            () => together.SignalAndWait(TimeSpan.FromSeconds(30)) ? Thread.CurrentThread.Name : null, Stopped)));

        Assert.Equal(["worker-1", "worker-2"], names.Distinct().Order());
    }

    [Fact]
    public async Task Work_begins_in_the_order_in_which_it_was_submitted()
    {
        await using var pool = new ThreadPoolExecutor(1);
        var begun = new List<int>();

        await Task.WhenAll(Enumerable.Range(0, 1000).Select(i => pool.Submit(() => begun.Add(i), Stopped)));

        Assert.Equal(Enumerable.Range(0, 1000), begun);
    }

    [Fact]
    public async Task Arguments_reach_the_work()
    {
        await using var pool = new ThreadPoolExecutor(1);

        Assert.Equal(3, await pool.Submit(Math.Abs, -3, Stopped));
        Assert.Equal(8.0, await pool.Submit(Math.Pow, 2.0, 3.0, Stopped));
        Assert.Equal(2, await pool.Submit(Math.Clamp, 5, 1, 2, Stopped));
    }

    [Fact]
    public async Task An_exception_of_the_work_is_the_exception_of_its_task_and_the_worker_goes_on()
    {
        await using var pool = new ThreadPoolExecutor(1);
        var failure = new FormatException("no number");

        var failed = pool.Submit(() => throw failure, Stopped);

        Assert.Same(failure, await Assert.ThrowsAsync<FormatException>(() => failed));
        Assert.Equal("worker-1", await pool.Submit(() => Thread.CurrentThread.Name, Stopped));
    }

    [Fact]
    public async Task A_token_takes_work_out_of_the_queue()
    {
        await using var pool = new ThreadPoolExecutor(1);
        using var gate = new ManualResetEventSlim();
        using var cancellation = new CancellationTokenSource();
        var ran = false;
        var first = pool.Submit(() => gate.Wait(Stopped), Stopped);
        var second = pool.Submit(() => ran = true, cancellation.Token);

        await cancellation.CancelAsync();

        var e = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        Assert.Equal(cancellation.Token, e.CancellationToken);
        gate.Set();
        await first;
        await pool.Shutdown();
        Assert.False(ran);
    }

    [Fact]
    public async Task A_token_leaves_work_that_has_begun_alone()
    {
        await using var pool = new ThreadPoolExecutor(1);
        using var begun = new ManualResetEventSlim();
        using var gate = new ManualResetEventSlim();
        using var cancellation = new CancellationTokenSource();
        var work = pool.Submit(
            () =>
            {
                begun.Set();
                gate.Wait(Stopped);
                return 42;
            },
            cancellation.Token);
        begun.Wait(Stopped);

        await cancellation.CancelAsync();
        gate.Set();

        Assert.Equal(42, await work);
    }

    [Fact]
    public async Task A_token_cancelled_before_means_that_nothing_is_queued()
    {
        await using var pool = new ThreadPoolExecutor(1);

        var work = pool.Submit(() => 1, new CancellationToken(canceled: true));

        Assert.True(work.IsCanceled);
    }

    [Fact]
    public async Task Results_of_Map_come_in_the_order_of_the_items()
    {
        await using var pool = new ThreadPoolExecutor(2);
        using var second = new ManualResetEventSlim();

        var results = pool.Map(
            item =>
            {
                if (item == 1) second.Wait(Stopped);
                if (item == 2) second.Set();
                return item * 10;
            },
            new[] { 1, 2, 3 },
            Stopped);

        Assert.Equal(new[] { 10, 20, 30 }, await results.ToArrayAsync(Stopped));
    }

    [Fact]
    public async Task Map_submits_everything_before_the_first_result_is_asked_for()
    {
        await using var pool = new ThreadPoolExecutor(1);
        using var done = new CountdownEvent(3);

        var results = pool.Map(_ => done.Signal(), new[] { 1, 2, 3 }, Stopped);

        Assert.True(done.Wait(TimeSpan.FromSeconds(30), Stopped));
        Assert.Equal(3, await results.CountAsync(Stopped));
    }

    [Fact]
    public async Task Whoever_stops_reading_the_results_of_Map_cancels_the_rest()
    {
        await using var pool = new ThreadPoolExecutor(1);
        using var gate = new ManualResetEventSlim();
        var ran = new List<int>();
        var results = pool.Map(
            item =>
            {
                if (item == 2) gate.Wait(Stopped);
                ran.Add(item);
                return item;
            },
            new[] { 1, 2, 3, 4 },
            Stopped);

        await foreach (var result in results.WithCancellation(Stopped))
        {
            Assert.Equal(1, result);
            break;
        }

        gate.Set();
        await pool.Shutdown();
        Assert.DoesNotContain(4, ran);
        Assert.DoesNotContain(3, ran);
    }

    [Fact]
    public async Task Shutdown_waits_for_what_was_submitted()
    {
        var pool = new ThreadPoolExecutor(2);
        using var gate = new ManualResetEventSlim();
        var work = Enumerable.Range(0, 10).Select(_ => pool.Submit(() => gate.Wait(Stopped), Stopped)).ToArray();

        var ended = pool.Shutdown();
        Assert.False(ended.IsCompleted);
        gate.Set();
        await ended;

        Assert.All(work, task => Assert.True(task.IsCompletedSuccessfully));
    }

    [Fact]
    public async Task Shutdown_without_waiting_returns_at_once_and_the_work_is_still_done()
    {
        var pool = new ThreadPoolExecutor(1);
        using var gate = new ManualResetEventSlim();
        var first = pool.Submit(() => gate.Wait(Stopped), Stopped);
        var second = pool.Submit(() => 2, Stopped);

        Assert.True(pool.Shutdown(wait: false).IsCompleted);

        gate.Set();
        await first;
        Assert.Equal(2, await second);
    }

    [Fact]
    public async Task Shutdown_can_cancel_what_has_not_begun()
    {
        var pool = new ThreadPoolExecutor(1);
        using var begun = new ManualResetEventSlim();
        using var gate = new ManualResetEventSlim();
        var first = pool.Submit(
            () =>
            {
                begun.Set();
                gate.Wait(Stopped);
            },
            Stopped);
        var second = pool.Submit(() => 2, Stopped);
        begun.Wait(Stopped);

        var ended = pool.Shutdown(cancelPending: true);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        gate.Set();
        await ended;
        Assert.True(first.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task A_pool_that_was_shut_down_takes_no_more_work()
    {
        var pool = new ThreadPoolExecutor(1);
        await pool.DisposeAsync();
        await pool.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => pool.Submit(() => 1, Stopped));
    }

    [Fact]
    public async Task Work_sees_the_context_of_whoever_submitted_it()
    {
        await using var pool = new ThreadPoolExecutor(1);
        var local = new AsyncLocal<string> { Value = "first" };
        await pool.Submit(() => { }, Stopped);
        local.Value = "second";

        Assert.Equal("second", await pool.Submit(() => local.Value, Stopped));
    }

    [Fact]
    public async Task Many_threads_may_submit_at_once()
    {
        await using var pool = new ThreadPoolExecutor(4);
        var sum = 0;

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(
            () => Task.WhenAll(Enumerable.Range(0, 1000).Select(i => pool.Submit(() => Interlocked.Add(ref sum, i), Stopped))),
            Stopped)));

        Assert.Equal(8 * 1000 * 999 / 2, sum);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void A_pool_needs_a_worker(int workers) =>
        Assert.Throws<ArgumentOutOfRangeException>("maxWorkers", () => new ThreadPoolExecutor(workers));
}
