using AsyncProgramming.EventLoops;

namespace AsyncProgramming.Tests.EventLoops;

public sealed class CallSoonTests : IDisposable
{
    private readonly EventLoop _loop = new(new VirtualTime());
    private readonly List<string> _log = [];

    public void Dispose() => _loop.Dispose();

    [Fact]
    public void Callbacks_run_in_the_order_in_which_they_were_asked_for()
    {
        for (var i = 0; i < 1000; i++)
        {
            var name = $"{i}";
            _loop.CallSoon(() => _log.Add(name));
        }

        RunOnce();
        Assert.Equal(Enumerable.Range(0, 1000).Select(i => $"{i}"), _log);
    }

    [Fact]
    public void What_a_callback_asks_for_runs_in_the_next_iteration()
    {
        _loop.CallSoon(() =>
        {
            _loop.CallSoon(() => _log.Add($"c in {_loop.Iterations}"));
            _log.Add($"a in {_loop.Iterations}");
        });
        _loop.CallSoon(() => _log.Add($"b in {_loop.Iterations}"));
        RunOnce();
        Assert.Equal(["a in 1", "b in 1"], _log);
        RunOnce();
        Assert.Equal(["a in 1", "b in 1", "c in 2"], _log);
    }

    [Fact]
    public void Stop_finishes_the_iteration_and_leaves_the_rest_for_the_next_run()
    {
        _loop.CallSoon(() =>
        {
            _loop.Stop();
            _loop.CallSoon(() => _log.Add("asked for after Stop"));
            _log.Add("stops");
        });
        _loop.CallSoon(() => _log.Add("in the same iteration"));
        _loop.RunForever();
        Assert.Equal(["stops", "in the same iteration"], _log);
        Assert.False(_loop.IsRunning);

        RunOnce();
        Assert.Equal("asked for after Stop", _log[^1]);
    }

    [Fact]
    public void Stop_before_a_run_ends_it_after_one_iteration_that_does_not_wait()
    {
        _loop.CallLater(TimeSpan.FromSeconds(1), () => _log.Add("timer"));
        RunOnce();
        Assert.Equal(1, _loop.Iterations);
        Assert.Empty(_log);
    }

    [Fact]
    public void A_cancelled_callback_does_not_run()
    {
        var cancelled = _loop.CallSoon(() => _log.Add("cancelled"));
        var kept = _loop.CallSoon(() => _log.Add("kept"));
        Assert.True(cancelled.Cancel());
        Assert.False(cancelled.Cancel());
        RunOnce();
        Assert.Equal(["kept"], _log);
        Assert.False(kept.Cancel());
        Assert.False(default(CallHandle).Cancel());
    }

    [Fact]
    public void A_callback_can_cancel_one_that_follows_in_the_same_iteration()
    {
        CallHandle second = default;
        _loop.CallSoon(() => Assert.True(second.Cancel()));
        second = _loop.CallSoon(() => _log.Add("second"));
        _loop.CallSoon(() => _log.Add("third"));
        RunOnce();
        Assert.Equal(["third"], _log);
    }

    [Fact]
    public void A_handle_stays_right_when_the_queue_has_grown_and_wrapped_around()
    {
        var handles = new List<CallHandle>();
        for (var round = 0; round < 5; round++)
        {
            for (var i = 0; i < 100; i++)
            {
                var name = $"{round}.{i}";
                handles.Add(_loop.CallSoon(() => _log.Add(name)));
            }

            Assert.True(handles[^1].Cancel());
            RunOnce();
        }

        Assert.Equal(5 * 99, _log.Count);
        Assert.All(handles, handle => Assert.False(handle.Cancel()));
    }

    [Fact]
    public void A_failing_callback_is_reported_and_the_loop_goes_on()
    {
        var problems = new List<EventLoopProblem>();
        _loop.ExceptionHandler = problems.Add;
        _loop.CallSoon(Explode);
        _loop.CallSoon(() => _log.Add("next"));
        RunOnce();
        Assert.Equal(["next"], _log);
        var problem = Assert.Single(problems);
        Assert.Equal("Explode has failed: boom", problem.Message);
        Assert.Equal("boom", Assert.IsType<InvalidTimeZoneException>(problem.Exception).Message);

        static void Explode() => throw new InvalidTimeZoneException("boom");
    }

    [Fact]
    public void A_failing_handler_ends_the_run_and_the_rest_waits_for_the_next()
    {
        _loop.ExceptionHandler = problem => throw new InvalidTimeZoneException(problem.Message);
        _loop.CallSoon(() => throw new InvalidOperationException("first"));
        _loop.CallSoon(() => _log.Add("second"));
        Assert.Throws<InvalidTimeZoneException>(_loop.RunForever);
        Assert.False(_loop.IsRunning);
        RunOnce();
        Assert.Equal(["second"], _log);
    }

    [Fact]
    public void A_closed_loop_refuses_work_and_says_so()
    {
        _loop.CallSoon(() => _log.Add("dropped"));
        _loop.Close();
        _loop.Close();
        Assert.True(_loop.IsClosed);
        Assert.Equal("The event loop is closed. Make a new one.",
            Assert.Throws<ObjectDisposedException>(() => _loop.CallSoon(() => { })).Message.Split('\n')[0].Trim());
        Assert.Throws<ObjectDisposedException>(() => _loop.CallSoonThreadSafe(() => { }));
        Assert.Throws<ObjectDisposedException>(() => _loop.CallAt(TimeSpan.Zero, () => { }));
        Assert.Throws<ObjectDisposedException>(() => _loop.CallLater(TimeSpan.Zero, () => { }));
        Assert.Throws<ObjectDisposedException>(CreateTask);
        Assert.Throws<ObjectDisposedException>(RunInExecutor);
        Assert.Throws<ObjectDisposedException>(_loop.RunForever);
        Assert.Empty(_log);

        void CreateTask() => _ = _loop.CreateTask(() => Task.CompletedTask);
        void RunInExecutor() => _ = _loop.RunInExecutor(() => { }, cancellationToken: CancellationToken.None);
    }

    [Fact]
    public void A_running_loop_cannot_be_run_again_nor_closed()
    {
        Exception? again = null, closed = null;
        _loop.CallSoon(() =>
        {
            again = Record.Exception(_loop.RunForever);
            closed = Record.Exception(_loop.Close);
        });
        RunOnce();
        Assert.Equal(
            $"The event loop is running already, on thread {Environment.CurrentManagedThreadId}.",
            Assert.IsType<InvalidOperationException>(again).Message);
        Assert.Equal(
            "A running event loop cannot be closed. Stop it first.", Assert.IsType<InvalidOperationException>(closed).Message);
    }

    [Fact]
    public void A_thread_runs_one_loop_at_a_time()
    {
        using var inner = new EventLoop();
        Exception? error = null;
        _loop.CallSoon(() => error = Record.Exception(() => inner.RunUntilComplete(() => Task.CompletedTask)));
        RunOnce();
        Assert.Equal(
            "Another event loop runs on this thread, and a thread can run only one.",
            Assert.IsType<InvalidOperationException>(error).Message);
        inner.RunUntilComplete(() => Task.CompletedTask);
    }

    private void RunOnce()
    {
        _loop.Stop();
        _loop.RunForever();
    }
}
