using AsyncProgramming.EventLoops;
using Microsoft.Extensions.Time.Testing;

namespace AsyncProgramming.Tests.EventLoops;

public sealed class TimerTests : IDisposable
{
    private readonly VirtualTime _time = new();
    private readonly EventLoop _loop;
    private readonly List<string> _log = [];

    public TimerTests() => _loop = new EventLoop(_time);

    public void Dispose() => _loop.Dispose();

    [Fact]
    public void A_timer_runs_when_its_delay_has_passed()
    {
        Later(1500, "timer");
        RunFor(2000);
        Assert.Equal(["timer at 1500"], _log);
    }

    [Fact]
    public void Timers_run_in_the_order_of_their_due_times()
    {
        Later(300, "c");
        Later(100, "a");
        Later(200, "b");
        RunFor(1000);
        Assert.Equal(["a at 100", "b at 200", "c at 300"], _log);
    }

    [Fact]
    public void Timers_due_at_the_same_time_run_in_the_order_of_the_calls()
    {
        foreach (var name in new[] { "a", "b", "c", "d", "e", "f", "g" }) Later(100, name);
        RunFor(1000);
        Assert.Equal(["a", "b", "c", "d", "e", "f", "g"], _log.Select(line => line[..1]));
    }

    [Fact]
    public void CallAt_and_CallLater_share_one_order()
    {
        At(100, "at");
        Later(100, "later");
        At(100, "at again");
        RunFor(1000);
        Assert.Equal(["at at 100", "later at 100", "at again at 100"], _log);
    }

    [Fact]
    public void Timers_due_within_a_millisecond_run_in_one_iteration_and_others_do_not()
    {
        var iterations = new Dictionary<string, long>();
        foreach (var (name, milliseconds) in new[] { ("late", 11.0), ("second", 10.9), ("first", 10.0) })
            _loop.CallAt(TimeSpan.FromMilliseconds(milliseconds), () => iterations.Add(name, _loop.Iterations));
        RunFor(100);
        Assert.Equal(["first", "second", "late"], iterations.Keys);
        Assert.Equal(iterations["first"], iterations["second"]);
        Assert.Equal(iterations["first"] + 1, iterations["late"]);
    }

    [Fact]
    public void A_timer_alone_never_runs_early()
    {
        _loop.CallAt(TimeSpan.FromMilliseconds(0.5), () => _log.Add($"at {_loop.Time.TotalMilliseconds}"));
        _loop.CallSoon(() => _log.Add("soon"));
        RunFor(10);
        Assert.Equal(["soon", "at 0.5"], _log);
    }

    [Fact]
    public void A_timer_in_the_past_runs_in_the_next_iteration_after_what_is_queued()
    {
        _loop.CallLater(TimeSpan.FromSeconds(1), () =>
        {
            At(0, "past");
            _loop.CallSoon(() => _log.Add("soon"));
        });
        RunFor(2000);
        Assert.Equal(["soon", "past at 1000"], _log);
    }

    [Fact]
    public void A_delay_begins_when_the_iteration_ends()
    {
        _loop.CallSoon(() =>
        {
            Later(100, "before the work");
            _time.Advance(TimeSpan.FromMilliseconds(30));
            Later(100, "after the work");
            Later(0, "at once");
        });
        RunFor(1000);
        Assert.Equal(["at once at 30", "before the work at 130", "after the work at 130"], _log);
    }

    [Fact]
    public void A_cancelled_timer_does_not_run_wherever_it_waits()
    {
        var before = Later(100, "before the run");
        CallHandle due = default;
        _loop.CallSoon(() =>
        {
            var unbegun = Later(100, "in this iteration");
            Assert.True(unbegun.Cancel());
            Assert.True(before.Cancel());
            Assert.False(before.Cancel());
        });
        _loop.CallLater(TimeSpan.FromMilliseconds(200), () => Assert.True(due.Cancel()));
        due = Later(200, "in the queue already");
        Later(300, "kept");
        RunFor(1000);
        Assert.Equal(["kept at 300"], _log);
    }

    [Fact]
    public void A_timer_may_be_cancelled_after_its_loop_was_closed()
    {
        var handles = Enumerable.Range(0, 3).Select(_ => _loop.CallLater(TimeSpan.FromSeconds(1), () => { })).ToList();
        _loop.Close();
        foreach (var handle in handles) Assert.Null(Record.Exception(() => handle.Cancel()));
    }

    [Fact]
    public void A_million_cancelled_timers_leave_nothing_behind()
    {
        var reference = ScheduleAndCancel();
        GC.Collect();
        Assert.False(reference.IsAlive);

        WeakReference ScheduleAndCancel()
        {
            var witness = new object();
            var handles = new CallHandle[1_000_000];
            for (var i = 0; i < handles.Length; i++)
                handles[i] = _loop.CallLater(TimeSpan.FromSeconds(i % 100), () => GC.KeepAlive(witness));
            foreach (var handle in handles) Assert.True(handle.Cancel());
            return new WeakReference(witness);
        }
    }

    [Fact]
    public void A_negative_delay_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => _loop.CallLater(TimeSpan.FromTicks(-1), () => { }));

    [Fact]
    public void A_delay_without_end_is_the_end_of_time()
    {
        _loop.CallLater(TimeSpan.MaxValue, () => _log.Add("never"));
        RunFor(1000);
        Assert.Empty(_log);
    }

    [Fact]
    public void On_a_clock_that_is_set_by_hand_the_loop_waits_for_it_and_begins_no_iteration()
    {
        var time = new FakeTimeProvider();
        using var loop = new EventLoop(time);
        using var asleep = new ManualResetEventSlim();
        loop.CallLater(TimeSpan.FromHours(1), loop.Stop);
        loop.CallSoon(asleep.Set);
        var thread = new Thread(loop.RunForever);
        thread.Start();
        asleep.Wait(TestContext.Current.CancellationToken);
        time.Advance(TimeSpan.FromMinutes(30));
        time.Advance(TimeSpan.FromMinutes(30));
        thread.Join();
        Assert.Equal(2, loop.Iterations);
    }

    [Fact]
    public void On_the_systems_clock_an_idle_loop_begins_no_iteration_and_a_timer_is_not_early()
    {
        using var loop = new EventLoop();
        for (var i = 0; i < 100_000; i++) loop.CallLater(TimeSpan.FromHours(1 + i), () => { });
        var due = loop.Time + TimeSpan.FromMilliseconds(30);
        var ran = TimeSpan.Zero;
        loop.CallAt(due, () =>
        {
            ran = loop.Time;
            loop.Stop();
        });
        loop.RunForever();
        Assert.Equal(1, loop.Iterations);
        Assert.True(ran >= due);
    }

    private CallHandle Later(double milliseconds, string name) =>
        _loop.CallLater(TimeSpan.FromMilliseconds(milliseconds), () => Log(name));

    private void At(double milliseconds, string name) =>
        _loop.CallAt(TimeSpan.FromMilliseconds(milliseconds), () => Log(name));

    private void Log(string name) => _log.Add($"{name} at {_loop.Time.TotalMilliseconds}");

    private void RunFor(double milliseconds)
    {
        _loop.CallLater(TimeSpan.FromMilliseconds(milliseconds), _loop.Stop);
        _loop.RunForever();
    }
}
