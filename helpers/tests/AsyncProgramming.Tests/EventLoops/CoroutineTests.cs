using AsyncProgramming.EventLoops;
using AsyncProgramming.Futures;

namespace AsyncProgramming.Tests.EventLoops;

public sealed class CoroutineTests : IDisposable
{
    private readonly EventLoop _loop = new(new VirtualTime());
    private readonly List<string> _log = [];

    public void Dispose() => _loop.Dispose();

    [Fact]
    public void Hello_world_takes_two_seconds()
    {
        _loop.RunUntilComplete(async () =>
        {
            _log.Add($"Hello ... {_loop.Time.TotalSeconds}");
            await EventLoop.Delay(TimeSpan.FromSeconds(2));
            _log.Add($"... World! {_loop.Time.TotalSeconds}");
        });
        Assert.Equal(["Hello ... 0", "... World! 2"], _log);
    }

    [Fact]
    public void A_result_comes_back() => Assert.Equal(42, EventLoop.Run(async () =>
    {
        await Task.Yield();
        return 42;
    }));

    [Fact]
    public void A_failure_is_thrown_as_it_is()
    {
        var error = Assert.Throws<InvalidTimeZoneException>(() => EventLoop.Run(async () =>
        {
            await Task.Yield();
            throw new InvalidTimeZoneException("boom");
        }));
        Assert.Equal("boom", error.Message);
        Assert.Throws<InvalidTimeZoneException>(
            () => _loop.RunUntilComplete(Task () => throw new InvalidTimeZoneException("not async")));
    }

    [Fact]
    public void Every_await_resumes_on_the_loops_thread()
    {
        var threads = new List<int>();
        using var loop = new EventLoop();
        loop.RunUntilComplete(async () =>
        {
            threads.Add(Environment.CurrentManagedThreadId);
            await Task.Yield();
            threads.Add(Environment.CurrentManagedThreadId);
            await Task.Run(() => Assert.NotSame(loop, Record.Exception(() => EventLoop.Running)));
            threads.Add(Environment.CurrentManagedThreadId);
            await Task.Delay(1, TestContext.Current.CancellationToken);
            threads.Add(Environment.CurrentManagedThreadId);
            await EventLoop.Delay(TimeSpan.FromMilliseconds(1), TestContext.Current.CancellationToken);
            threads.Add(Environment.CurrentManagedThreadId);
        });
        Assert.Equal(Enumerable.Repeat(Environment.CurrentManagedThreadId, 5), threads);
    }

    [Fact]
    public void A_main_task_that_leaves_the_loop_still_ends_the_run()
    {
        using var loop = new EventLoop();
        var endedOn = 0;
        loop.RunUntilComplete(async () =>
        {
            await Task.Run(() => { }).ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
            endedOn = Environment.CurrentManagedThreadId;
        });
        Assert.NotEqual(Environment.CurrentManagedThreadId, endedOn);
    }

    [Fact]
    public void A_task_takes_its_first_step_in_the_next_iteration_and_carries_its_name()
    {
        _loop.RunUntilComplete(async () =>
        {
            var task = _loop.CreateTask(
                () =>
                {
                    _log.Add("first step");
                    return Task.FromResult(7);
                },
                "seven");
            _log.Add($"created {task.AsyncState}");
            Assert.Equal(7, await task);
        });
        Assert.Equal(["created seven", "first step"], _log);
    }

    [Fact]
    public void A_loop_that_is_stopped_before_its_main_task_is_complete_says_so_and_can_go_on()
    {
        var gate = new TaskCompletionSource();
        var error = Assert.Throws<InvalidOperationException>(() => _loop.RunUntilComplete(async () =>
        {
            _loop.Stop();
            await gate.Task;
            _log.Add("went on");
        }));
        Assert.Equal("The event loop was stopped before its main task was complete.", error.Message);
        gate.SetResult();
        _loop.RunUntilComplete(async () => await Task.Yield());
        Assert.Equal(["went on"], _log);
    }

    [Fact]
    public void Three_tasks_take_turns_on_one_thread()
    {
        var results = _loop.RunUntilComplete(() => Task.WhenAll(
            _loop.CreateTask(() => Factorial(10)),
            _loop.CreateTask(() => Fibonacci(10)),
            _loop.CreateTask(() => Binomial(20, 10))));
        Assert.Equal([3628800L, 55L, 184756L], results);
        Assert.Equal(TimeSpan.FromSeconds(10), _loop.Time);
        string[] start = ["factorial(2)", "fibonacci (0)", "binomialCoeff (1)", "factorial(3)", "fibonacci (1)"];
        Assert.Equal(start, _log[..5]);
        Assert.Equal(["fibonacci (9)", "binomialCoeff (10)"], _log[^2..]);
        Assert.Equal(29, _log.Count);

        async Task<long> Factorial(int n)
        {
            var f = 1L;
            for (var i = 2; i <= n; f *= i++) await Step($"factorial({i})");
            return f;
        }

        async Task<long> Fibonacci(int n)
        {
            var (a, b) = (0L, 1L);
            for (var i = 0; i < n; i++)
            {
                await Step($"fibonacci ({i})");
                (a, b) = (b, a + b);
            }

            return a;
        }

        async Task<long> Binomial(int n, int k)
        {
            var result = 1L;
            for (var i = 1; i <= k; i++)
            {
                result = result * (n - i + 1) / i;
                await Step($"binomialCoeff ({i})");
            }

            return result;
        }

        Task Step(string name)
        {
            _log.Add(name);
            return EventLoop.Delay(TimeSpan.FromSeconds(1));
        }
    }

    [Fact]
    public void A_cancelled_delay_ends_early_in_an_iteration_of_its_own()
    {
        using var source = new CancellationTokenSource();
        _loop.RunUntilComplete(async () =>
        {
            var sleeper = _loop.CreateTask(async () =>
            {
                try
                {
                    await EventLoop.Delay(TimeSpan.FromHours(1), source.Token);
                }
                finally
                {
                    _log.Add("woken");
                }
            });
            await EventLoop.Delay(TimeSpan.FromSeconds(1));
            source.Cancel();
            _log.Add("cancelled");
            var error = await Record.ExceptionAsync(() => sleeper);
            Assert.Equal(source.Token, Assert.IsType<TaskCanceledException>(error).CancellationToken);
            Assert.True(sleeper.IsCanceled);
        });
        Assert.Equal(["cancelled", "woken"], _log);
        Assert.Equal(TimeSpan.FromSeconds(1), _loop.Time);
    }

    [Fact]
    public void A_token_may_be_cancelled_by_any_thread_and_before_the_delay()
    {
        using var source = new CancellationTokenSource();
        using var loop = new EventLoop();
        var canceller = new Thread(source.Cancel);
        var resumedOn = 0;
        loop.RunUntilComplete(async () =>
        {
            canceller.Start();
            await Record.ExceptionAsync(() => EventLoop.Delay(TimeSpan.FromHours(1), source.Token));
            resumedOn = Environment.CurrentManagedThreadId;
            Assert.True(EventLoop.Delay(TimeSpan.FromHours(1), source.Token).IsCanceled);
        });
        canceller.Join();
        Assert.Equal(Environment.CurrentManagedThreadId, resumedOn);
    }

    [Fact]
    public void A_delay_of_nothing_gives_every_other_callback_a_turn()
    {
        _loop.RunUntilComplete(async () =>
        {
            _loop.CallSoon(() => _log.Add("a"));
            _loop.CallSoon(() => _log.Add("b"));
            await EventLoop.Delay(TimeSpan.Zero);
            _log.Add("main");
        });
        Assert.Equal(["a", "b", "main"], _log);
    }

    [Fact]
    public void A_delay_needs_a_loop()
    {
        Assert.Throws<InvalidOperationException>(Delay);

        static void Delay() => _ = EventLoop.Delay(TimeSpan.FromSeconds(1), CancellationToken.None);
    }

    [Fact]
    public void The_executor_works_elsewhere_while_the_loop_goes_on()
    {
        using var loop = new EventLoop();
        using var blocked = new ManualResetEventSlim();
        var workedOn = 0;
        loop.RunUntilComplete(async () =>
        {
            var work = loop.RunInExecutor(() =>
            {
                blocked.Wait();
                return workedOn = Environment.CurrentManagedThreadId;
            });
            await EventLoop.Delay(TimeSpan.FromMilliseconds(1));
            // Only a loop that goes on while the work blocks can come here.
            blocked.Set();
            await work;
            Assert.Same(loop, EventLoop.Running);
        });
        Assert.NotEqual(Environment.CurrentManagedThreadId, workedOn);
    }

    [Fact]
    public async Task A_given_executor_does_the_work()
    {
        await using var pool = new ThreadPoolExecutor(1);
        using var loop = new EventLoop();
        var (here, inPool, again) = loop.RunUntilComplete(async () => (
            Environment.CurrentManagedThreadId,
            await loop.RunInExecutor(() => Environment.CurrentManagedThreadId, pool),
            await loop.RunInExecutor(() => Environment.CurrentManagedThreadId, pool)));
        Assert.NotEqual(here, inPool);
        Assert.Equal(inPool, again);
    }

    [Fact]
    public void An_exception_in_async_void_is_reported()
    {
        var problems = new List<EventLoopProblem>();
        _loop.ExceptionHandler = problems.Add;
        _loop.RunUntilComplete(async () =>
        {
            Forgotten();
            await EventLoop.Delay(TimeSpan.FromSeconds(1));
        });
        Assert.Equal("boom", Assert.IsType<InvalidTimeZoneException>(Assert.Single(problems).Exception).Message);

        static async void Forgotten()
        {
            await Task.Yield();
            throw new InvalidTimeZoneException("boom");
        }
    }

    [Fact]
    public void A_continuation_that_comes_after_the_loop_was_closed_is_dropped()
    {
        var gate = new TaskCompletionSource();
        _loop.RunUntilComplete(async () =>
        {
            _ = _loop.CreateTask(async () =>
            {
                await gate.Task;
                _log.Add("too late");
            });
            await Task.Yield();
            await Task.Yield();
        });
        _loop.Close();
        gate.SetResult();
        Assert.Empty(_log);
    }
}
