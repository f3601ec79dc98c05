using AsyncProgramming.EventLoops;

namespace AsyncProgramming.Tests.EventLoops;

public sealed class DebugModeTests : IDisposable
{
    private readonly VirtualTime _time = new();
    private readonly List<EventLoopProblem> _problems = [];
    private readonly EventLoop _loop;

    public DebugModeTests() => _loop = new EventLoop(_time)
    {
        Debug = true,
        ExceptionHandler = _problems.Add,
        DeadlockTimeout = TimeSpan.FromMilliseconds(40),
    };

    public void Dispose() => _loop.Dispose();

    [Fact]
    public void A_slow_callback_is_reported_by_name_and_a_quick_one_is_not()
    {
        _loop.CallSoon(Slow);
        _loop.CallSoon(Quick);
        _loop.CallSoon(_loop.Stop);
        _loop.RunForever();
        Assert.Equal(new EventLoopProblem("Slow held up the event loop for 0.100 s."), Assert.Single(_problems));

        void Slow() => _time.Advance(TimeSpan.FromMilliseconds(100));
        void Quick() => _time.Advance(TimeSpan.FromMilliseconds(99));
    }

    [Fact]
    public void A_slow_step_of_a_coroutine_is_reported_by_the_coroutines_name()
    {
        _loop.RunUntilComplete(Sluggish);
        Assert.Equal("Sluggish held up the event loop for 0.300 s.", Assert.Single(_problems).Message);

        async Task Sluggish()
        {
            await Task.Yield();
            _time.Advance(TimeSpan.FromMilliseconds(300));
        }
    }

    [Theory]
    [InlineData("Written", "Written")]
    [InlineData("<Outer>g__Local|0_1", "Local")]
    [InlineData("<<Outer>g__Local|0_0>d", "Local")]
    [InlineData("<Outer>b__0_1", "a lambda in Outer")]
    [InlineData("<<Outer>b__0_0>d", "a lambda in Outer")]
    [InlineData("<Method>d__2", "Method")]
    [InlineData("<<Main>$>b__0_0", "a lambda")]
    [InlineData("<<<Initialize>>b__0_1>d", "a lambda")]
    [InlineData("<<Initialize>>g__Cell|0_1", "Cell")]
    public void Names_are_reported_as_they_were_written(string compilers, string programmers) =>
        Assert.Equal(programmers, CallbackName.Readable(compilers));

    [Fact]
    public void Without_debug_mode_nothing_is_reported()
    {
        using var loop = new EventLoop(_time) { ExceptionHandler = _problems.Add };
        loop.CallSoon(() => _time.Advance(TimeSpan.FromSeconds(9)));
        loop.CallSoon(loop.Stop);
        loop.RunForever();
        Assert.Empty(_problems);
    }

    [Fact]
    public void Result_on_the_loops_own_thread_ends_with_an_exception_at_the_line_to_blame()
    {
        var error = Assert.Throws<EventLoopDeadlockException>(() => _loop.RunUntilComplete(BlockOnResult));
        Assert.StartsWith("For 0.04 s a callback has blocked the event loop's own thread", error.Message);
        Assert.Contains(nameof(BlockOnResult), error.StackTrace);
        Assert.Empty(_problems);
    }

    [Fact]
    public void A_wait_for_a_timer_of_the_same_loop_is_a_deadlock_too()
    {
        Task delay = Task.CompletedTask;
        _loop.CallSoon(() =>
        {
            _loop.Stop();
            delay = EventLoop.Delay(TimeSpan.Zero, CancellationToken.None);
            delay.Wait(CancellationToken.None);
        });
        _loop.RunForever();
        Assert.IsType<EventLoopDeadlockException>(Assert.Single(_problems).Exception);
        Assert.False(delay.IsCompleted);
    }

    [Fact]
    public void After_a_deadlock_was_broken_the_loop_goes_on()
    {
        var result = _loop.RunUntilComplete(async () =>
        {
            var task = Later();
            Assert.Throws<EventLoopDeadlockException>(() => task.GetAwaiter().GetResult());
            return await task;
        });
        Assert.Equal(1, result);
    }

    [Fact]
    public void A_wait_that_holds_up_nobody_may_last()
    {
        using var release = new ManualResetEventSlim();
        using var timer = new Timer(_ => release.Set(), null, 3 * (int)_loop.DeadlockTimeout.TotalMilliseconds, -1);
        _loop.CallSoon(() =>
        {
            release.Wait(CancellationToken.None);
            _loop.Stop();
        });
        _loop.RunForever();
        Assert.Empty(_problems);
    }

    [Fact]
    public void A_wait_with_a_time_limit_is_left_alone()
    {
        var done = true;
        _loop.RunUntilComplete(async () =>
        {
            await Task.Yield();
            done = Later().Wait(2 * (int)_loop.DeadlockTimeout.TotalMilliseconds, CancellationToken.None);
        });
        Assert.False(done);
    }

    private static async Task BlockOnResult()
    {
        await Task.Yield();
        _ = Later().Result;
    }

    private static async Task<int> Later()
    {
        await Task.Yield();
        return 1;
    }
}
