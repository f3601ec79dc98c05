using AsyncProgramming.EventLoops;
using AsyncProgramming.Tasking;

namespace AsyncProgramming.Tests.Tasking;

public sealed class QueueingLockTests
{
    private readonly List<string> _log = [];
    private readonly CooperativeScheduler _scheduler = new(new VirtualTime());
    private readonly QueueingLock _lock = new("the gate");

    [Fact]
    public void Tasks_take_the_lock_in_the_order_in_which_they_came()
    {
        _scheduler.Run(async () =>
        {
            foreach (var name in new[] { "a", "b", "c" })
            {
                CooperativeTask.Start(async () =>
                {
                    await _lock.Enter();
                    _log.Add($"{name} in");
                    await CooperativeTask.Yield();
                    _log.Add($"{name} out");
                    _lock.Exit();
                    // Handed over already: who has just released it comes after those who wait.
                    Assert.Equal(name == "c", _lock.TryEnter());
                    if (name == "c") _lock.Exit();
                });
            }

            await CooperativeTask.Yield();
            Assert.True(_lock.IsHeld);
        });
        Assert.Equal(["a in", "a out", "b in", "b out", "c in", "c out"], _log);
        Assert.False(_lock.IsHeld);
    }

    [Fact]
    public void Taken_and_waited_for_it_allocates_nothing()
    {
        const int rounds = 10_000;
        var (turns, allocated) = (0, -1L);
        _scheduler.Run(async () =>
        {
            for (var task = 0; task < 2; task++) CooperativeTask.Start(() => Take(rounds + 200));
            while (turns < 200) await CooperativeTask.Yield();
            var before = GC.GetAllocatedBytesForCurrentThread();
            while (turns < 2 * rounds) await CooperativeTask.Yield();
            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        });
        Assert.Equal(0, allocated);

        async Task Take(int count)
        {
            for (var i = 0; i < count; i++)
            {
                await _lock.Enter();
                turns++;
                await CooperativeTask.Yield();
                _lock.Exit();
            }
        }
    }

    [Fact]
    public void Who_enters_twice_waits_for_itself_which_is_reported()
    {
        var error = Assert.Throws<CooperativeDeadlockException>(() => _scheduler.Run(async () =>
        {
            CooperativeTask.Current.Name = "greedy";
            await _lock.Enter(CancellationToken.None);
            await _lock.Enter(CancellationToken.None);
        }));
        Assert.Contains("greedy  entering the gate, which greedy holds", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_release_of_what_nobody_holds_says_so() => _scheduler.Run(async () =>
    {
        await _lock.Enter(CancellationToken.None);
        _lock.Exit();
        var error = Assert.Throws<SynchronizationLockException>(_lock.Exit);
        Assert.Equal(
            "Task 'main' has tried to release the gate. Nobody holds it: perhaps it was released twice.", error.Message);
        Assert.True(_lock.TryEnter());
        _lock.Exit();
    });

    [Fact]
    public void A_release_of_what_another_task_holds_says_who_does() => _scheduler.Run(async () =>
    {
        var holder = CooperativeTask.Start(
            async () =>
            {
                await _lock.Enter();
                await CooperativeTask.Delay(TimeSpan.FromSeconds(1));
                _lock.Exit();
            },
            "holder");
        await CooperativeTask.Yield();
        var error = Assert.Throws<SynchronizationLockException>(_lock.Exit);
        Assert.Equal(
            "Task 'main' has tried to release the gate, which holder holds. Only who has taken a lock can release it.",
            error.Message);
        Assert.True(_lock.IsHeld);
        await holder.Join(CancellationToken.None);
    });

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_task_that_ends_with_the_lock_fails(bool exits)
    {
        var error = Assert.Throws<InvalidOperationException>(() => _scheduler.Run(() =>
        {
            CooperativeTask.Start(
                async () =>
                {
                    await _lock.Enter();
                    if (exits) CooperativeTask.Exit();
                },
                "careless");
            CooperativeTask.Start(async () => await _lock.Enter(), "victim");
            return Task.CompletedTask;
        }));
        Assert.StartsWith(
            "Task 'careless' has ended without releasing the gate, which careless holds.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_task_that_fails_with_the_lock_fails_for_its_own_reason() =>
        Assert.Throws<InvalidTimeZoneException>(() => _scheduler.Run(async () =>
        {
            await _lock.Enter();
            throw new InvalidTimeZoneException();
        }));

    [Fact]
    public void Tasks_that_are_thrown_out_release_what_they_hold_and_nothing_else()
    {
        _scheduler.Run(async () =>
        {
            for (var task = 0; task < 3; task++) CooperativeTask.Start(Hold);
            await CooperativeTask.Yield();
            CooperativeTask.ExitAll();
        });
        Assert.Equal(3, _log.Count);
        Assert.False(_lock.IsHeld);

        async Task Hold()
        {
            try
            {
                // Inside the try, as it should not be: whoever is thrown out of this wait releases what it does not hold.
                await _lock.Enter();
                await CooperativeTask.Delay(TimeSpan.FromDays(1));
            }
            finally
            {
                _log.Add("finally");
                _lock.Exit();
            }
        }
    }

    [Fact]
    public void Another_thread_cannot_take_or_release_it() => _scheduler.Run(async () =>
    {
        await _lock.Enter(CancellationToken.None);
        Exception? taking = null, releasing = null;
        var thread = new Thread(() =>
        {
            taking = Record.Exception(() => _lock.TryEnter());
            releasing = Record.Exception(_lock.Exit);
        });
        thread.Start();
        thread.Join();
        Assert.Contains("no event loop runs", Assert.IsType<InvalidOperationException>(taking).Message, StringComparison.Ordinal);
        Assert.IsType<InvalidOperationException>(releasing);
        Assert.True(_lock.IsHeld);
        _lock.Exit();
    });

    [Fact]
    public void While_it_is_held_on_one_loop_another_loop_cannot_use_it() => _scheduler.Run(async () =>
    {
        await _lock.Enter(CancellationToken.None);
        Exception? error = null;
        var thread = new Thread(
            () => error = Record.Exception(() => EventLoop.Run(async () => await _lock.Enter(CancellationToken.None))));
        thread.Start();
        thread.Join();
        Assert.Contains(
            "another event loop", Assert.IsType<InvalidOperationException>(error).Message, StringComparison.Ordinal);
        _lock.Exit();
    });

    [Fact]
    public void Never_released_on_a_loop_that_is_closed_it_cannot_be_taken_again()
    {
        EventLoop.Run(async () => await _lock.Enter(CancellationToken.None));
        var error = Assert.Throws<InvalidOperationException>(
            () => EventLoop.Run(async () => await _lock.Enter(CancellationToken.None)));
        Assert.Equal(
            "Entering the gate: it was never released on the event loop where it was taken, and that loop is closed. "
            + "Make a new one.",
            error.Message);
    }

    [Fact]
    public void Released_it_can_be_used_on_the_next_loop()
    {
        for (var run = 0; run < 2; run++)
        {
            EventLoop.Run(async () =>
            {
                await _lock.Enter(CancellationToken.None);
                _lock.Exit();
            });
        }
    }

    [Fact]
    public void Coroutines_need_no_scheduler() => EventLoop.Run(async () =>
    {
        await Task.WhenAll(Take("a"), Take("b"));
        Assert.Equal(["a in", "a out", "b in", "b out"], _log);

        async Task Take(string name)
        {
            await _lock.Enter();
            _log.Add($"{name} in");
            await CooperativeTask.Yield();
            _log.Add($"{name} out");
            _lock.Exit();
        }
    });
}
