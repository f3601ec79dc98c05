using AsyncProgramming.EventLoops;

namespace AsyncProgramming.Tests.EventLoops;

public sealed class ThreadTests : IDisposable
{
    private readonly EventLoop _loop = new();

    public void Dispose() => _loop.Dispose();

    [Fact]
    public void Another_threads_callback_wakes_a_sleeping_loop_and_runs_on_its_thread()
    {
        var ranOn = 0;
        var poster = new Thread(() => _loop.CallSoonThreadSafe(() =>
        {
            ranOn = Environment.CurrentManagedThreadId;
            _loop.Stop();
        }));
        _loop.CallSoon(poster.Start);
        _loop.RunForever();
        poster.Join();
        Assert.Equal(Environment.CurrentManagedThreadId, ranOn);
    }

    [Fact]
    public void Callbacks_of_many_threads_all_run_each_threads_in_order()
    {
        const int threads = 4, calls = 10_000;
        var seen = Enumerable.Range(0, threads).Select(_ => new List<int>()).ToArray();
        var left = threads * calls;
        var posters = Enumerable.Range(0, threads).Select(t => new Thread(() =>
        {
            for (var i = 0; i < calls; i++)
            {
                var number = i;
                _loop.CallSoonThreadSafe(() =>
                {
                    seen[t].Add(number);
                    if (--left == 0) _loop.Stop();
                });
            }
        })).ToArray();
        foreach (var poster in posters) poster.Start();
        _loop.RunForever();
        Assert.All(seen, numbers => Assert.Equal(Enumerable.Range(0, calls), numbers));
        foreach (var poster in posters) poster.Join();
    }

    [Fact]
    public void On_the_loops_own_thread_CallSoonThreadSafe_keeps_the_order_of_CallSoon()
    {
        var log = new List<string>();
        _loop.CallSoon(() =>
        {
            _loop.CallSoon(() => log.Add("a"));
            _loop.CallSoonThreadSafe(() => log.Add("b"));
            _loop.CallSoon(() => log.Add("c"));
            _loop.CallSoon(_loop.Stop);
        });
        _loop.RunForever();
        Assert.Equal(["a", "b", "c"], log);
    }

    [Fact]
    public void A_posted_callback_can_be_cancelled_by_another_thread()
    {
        var log = new List<string>();
        var handle = _loop.CallSoonThreadSafe(() => log.Add("cancelled"));
        var cancelled = false;
        var thread = new Thread(() => cancelled = handle.Cancel());
        thread.Start();
        thread.Join();
        _loop.CallSoonThreadSafe(_loop.Stop);
        _loop.RunForever();
        Assert.True(cancelled);
        Assert.Empty(log);
    }

    [Fact]
    public void While_the_loop_runs_other_threads_are_told_to_use_CallSoonThreadSafe()
    {
        var errors = new Dictionary<string, Exception?>();
        var loopThread = Environment.CurrentManagedThreadId;
        var otherThread = 0;
        var timer = _loop.CallLater(TimeSpan.FromHours(1), () => { });
        _loop.CallSoon(() =>
        {
            var other = new Thread(() =>
            {
                otherThread = Environment.CurrentManagedThreadId;
                errors["CallSoon"] = Record.Exception(() => _loop.CallSoon(() => { }));
                errors["CallAt"] = Record.Exception(() => _loop.CallAt(default, () => { }));
                errors["CallLater"] = Record.Exception(() => _loop.CallLater(default, () => { }));
                errors["Stop"] = Record.Exception(_loop.Stop);
                errors["Cancel"] = Record.Exception(() => timer.Cancel());
                errors["CreateTask"] = Record.Exception(() => { _loop.CreateTask(() => Task.CompletedTask); });
                errors["RunForever"] = Record.Exception(_loop.RunForever);
            });
            other.Start();
            other.Join();
            _loop.Stop();
        });
        _loop.RunForever();
        Assert.All(errors.Values, error => Assert.IsType<InvalidOperationException>(error));
        Assert.Equal(
            $"CallSoon was called on thread {otherThread} while the event loop runs on thread {loopThread}. From other "
            + "threads use CallSoonThreadSafe.", errors["CallSoon"]!.Message);
        Assert.StartsWith("CreateTask was called", errors["CreateTask"]!.Message);
        Assert.Equal($"The event loop is running already, on thread {loopThread}.", errors["RunForever"]!.Message);
        Assert.True(timer.Cancel());
    }

    [Fact]
    public void An_interruption_of_the_thread_ends_the_run_and_the_loop_can_run_again()
    {
        _loop.CallSoon(Thread.CurrentThread.Interrupt);
        Assert.Throws<ThreadInterruptedException>(_loop.RunForever);
        Assert.False(_loop.IsRunning);
        var ran = false;
        _loop.CallSoon(() =>
        {
            ran = true;
            _loop.Stop();
        });
        _loop.RunForever();
        Assert.True(ran);
    }

    [Fact]
    public void Running_is_the_loop_of_the_calling_thread()
    {
        EventLoop? seen = null;
        _loop.CallSoon(() =>
        {
            seen = EventLoop.Running;
            _loop.Stop();
        });
        _loop.RunForever();
        Assert.Same(_loop, seen);
        Assert.StartsWith(
            "No event loop runs on this thread.", Assert.Throws<InvalidOperationException>(() => EventLoop.Running).Message);
    }

    [Fact]
    public void The_outer_synchronization_context_is_put_back()
    {
        var outer = new SynchronizationContext();
        var before = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(outer);
        _loop.RunUntilComplete(() => Task.CompletedTask);
        var after = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(before);
        Assert.Same(outer, after);
    }

    [Fact]
    public void Send_runs_on_the_loop_while_the_sender_waits()
    {
        var ranOn = 0;
        Exception? error = null;
        _loop.CallSoon(() =>
        {
            var context = SynchronizationContext.Current!;
            new Thread(() =>
            {
                context.Send(_ => ranOn = Environment.CurrentManagedThreadId, null);
                error = Record.Exception(() => context.Send(_ => throw new InvalidTimeZoneException("boom"), null));
                context.Post(_ => _loop.Stop(), null);
            }).Start();
        });
        _loop.RunForever();
        Assert.Equal(Environment.CurrentManagedThreadId, ranOn);
        Assert.Equal("boom", Assert.IsType<InvalidTimeZoneException>(error).Message);
    }

    [Fact]
    public void Another_threads_stop_request_goes_through_the_loop()
    {
        _loop.CallSoon(() => new Thread(() => _loop.CallSoonThreadSafe(_loop.Stop)).Start());
        _loop.RunForever();
        Assert.False(_loop.IsRunning);
    }
}
