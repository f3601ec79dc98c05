using AsyncProgramming.EventLoops;
using AsyncProgramming.Tasking;

namespace AsyncProgramming.Tests.Tasking;

public sealed class RendezvousTests
{
    private readonly List<string> _log = [];
    private readonly CooperativeScheduler _scheduler = new(new VirtualTime());

    [Fact]
    public void Sleepers_are_woken_in_the_order_in_which_they_came()
    {
        var rendezvous = new Rendezvous();
        _scheduler.Run(async () =>
        {
            Assert.False(rendezvous.Wake());
            Assert.Equal(0, rendezvous.WakeAll());
            foreach (var name in new[] { "a", "b", "c" })
            {
                CooperativeTask.Start(async () =>
                {
                    await rendezvous.Sleep();
                    _log.Add(name);
                });
            }

            await CooperativeTask.Yield();
            Assert.Equal(3, rendezvous.Count);
            Assert.True(rendezvous.Wake());
            _log.Add("woken one");
            await CooperativeTask.Yield();
            Assert.Equal(2, rendezvous.WakeAll());
            _log.Add("woken all");
        });
        Assert.Equal(["woken one", "a", "woken all", "b", "c"], _log);
    }

    [Fact]
    public void A_sleep_releases_the_lock_and_ends_with_it()
    {
        var gate = new QueueingLock();
        var filled = new Rendezvous(gate);
        var items = new Queue<int>();
        _scheduler.Run(() =>
        {
            for (var consumer = 0; consumer < 3; consumer++) CooperativeTask.Start(Consume);
            CooperativeTask.Start(Produce);
            return Task.CompletedTask;
        });
        Assert.Equal(["0", "1", "2"], _log);

        async Task Consume()
        {
            await gate.Enter();
            try
            {
                while (items.Count == 0) await filled.Sleep();
                // Across an await only the lock keeps the others from this item.
                var item = items.Peek();
                await CooperativeTask.Yield();
                Assert.Equal(item, items.Dequeue());
                _log.Add($"{item}");
            }
            finally
            {
                gate.Exit();
            }
        }

        async Task Produce()
        {
            await gate.Enter();
            for (var item = 0; item < 3; item++) items.Enqueue(item);
            Assert.Equal(3, filled.WakeAll());
            gate.Exit();
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_cancelled_sleep_holds_the_lock_when_it_ends(bool isHeldMeanwhile) => _scheduler.Run(async () =>
    {
        var gate = new QueueingLock();
        var rendezvous = new Rendezvous(gate);
        using var source = new CancellationTokenSource();
        CooperativeTask.Start(async () =>
        {
            if (isHeldMeanwhile) await gate.Enter();
            await source.CancelAsync();
            await CooperativeTask.Delay(TimeSpan.FromSeconds(1));
            _log.Add("other");
            if (isHeldMeanwhile) gate.Exit();
        });
        await gate.Enter(CancellationToken.None);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await rendezvous.Sleep(source.Token));
        Assert.Equal(isHeldMeanwhile ? ["other"] : [], _log);
        Assert.Equal(0, rendezvous.Count);
        gate.Exit();
        Assert.False(gate.IsHeld);
    });

    [Fact]
    public void A_cancellation_after_the_waking_takes_no_wake_up_away() => _scheduler.Run(async () =>
    {
        var gate = new QueueingLock();
        var rendezvous = new Rendezvous(gate);
        using var source = new CancellationTokenSource();
        var sleeper = CooperativeTask.Start(async () =>
        {
            await gate.Enter();
            await rendezvous.Sleep(source.Token);
            gate.Exit();
        });
        await CooperativeTask.Yield();
        await gate.Enter(CancellationToken.None);
        // Woken, it waits for the lock, and that wait is not to be cancelled.
        Assert.True(rendezvous.Wake());
        await source.CancelAsync();
        await CooperativeTask.Yield();
        gate.Exit();
        await sleeper.Completion;
    });

    [Fact]
    public void To_sleep_without_the_lock_is_an_error() => _scheduler.Run(() =>
    {
        var rendezvous = new Rendezvous(new QueueingLock("the gate"), "the bell");
        var error = Assert.Throws<SynchronizationLockException>(Sleep);
        Assert.Equal(
            "Task 'main' has tried to sleep at the bell without the gate. Enter the lock first: the sleep releases it.",
            error.Message);
        Assert.Equal(0, rendezvous.Count);
        return Task.CompletedTask;

        void Sleep() => rendezvous.Sleep(CancellationToken.None).AsTask();
    });

    [Fact]
    public void While_somebody_sleeps_on_one_loop_another_thread_cannot_wake_it() => _scheduler.Run(async () =>
    {
        var rendezvous = new Rendezvous();
        var sleeper = CooperativeTask.Start(async () => await rendezvous.Sleep());
        await CooperativeTask.Yield();
        var errors = new List<Exception?>();
        var thread = new Thread(() =>
        {
            errors.Add(Record.Exception(() => rendezvous.Wake()));
            errors.Add(Record.Exception(() => EventLoop.Run(async () => await rendezvous.Sleep(CancellationToken.None))));
        });
        thread.Start();
        thread.Join();
        Assert.Equal(2, errors.Count);
        Assert.All(errors, error => Assert.Contains(
            nameof(EventLoop.CallSoonThreadSafe), Assert.IsType<InvalidOperationException>(error).Message,
            StringComparison.Ordinal));
        Assert.True(rendezvous.Wake());
        await sleeper.Join(CancellationToken.None);
    });

    [Fact]
    public void A_sleeper_that_nobody_wakes_is_reported()
    {
        var gate = new QueueingLock("the gate");
        var bell = new Rendezvous(gate, "the bell");
        var error = Assert.Throws<CooperativeDeadlockException>(() => _scheduler.Run(async () =>
        {
            await gate.Enter();
            try
            {
                await bell.Sleep();
            }
            finally
            {
                // Thrown out of its sleep it does not hold the lock, and need not care.
                gate.Exit();
                _log.Add("out");
            }
        }));
        Assert.Contains("main  sleeping at the bell", error.Message, StringComparison.Ordinal);
        Assert.Equal(["out"], _log);
    }

    [Fact]
    public void A_woken_sleeper_that_waits_for_the_lock_is_listed_there()
    {
        var gate = new QueueingLock("the gate");
        var bell = new Rendezvous(gate, "the bell");
        _scheduler.Run(async () =>
        {
            var sleeper = CooperativeTask.Start(
                async () =>
                {
                    await gate.Enter();
                    await bell.Sleep();
                    gate.Exit();
                },
                "sleeper");
            await CooperativeTask.Yield();
            await gate.Enter();
            bell.Wake();
            Assert.Contains("sleeper  entering the gate, which main holds", _scheduler.Describe(), StringComparison.Ordinal);
            gate.Exit();
            await sleeper.Join();
        });
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void To_sleep_and_to_wake_allocates_nothing(bool withLock)
    {
        const int rounds = 10_000;
        var gate = withLock ? new QueueingLock() : null;
        var rendezvous = new Rendezvous(gate);
        var (turns, allocated) = (0, -1L);
        _scheduler.Run(async () =>
        {
            for (var task = 0; task < 2; task++) CooperativeTask.Start(Sleep);
            while (turns < 200) await Turn();
            var before = GC.GetAllocatedBytesForCurrentThread();
            while (turns < rounds) await Turn();
            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            CooperativeTask.ExitAll();
        });
        Assert.Equal(0, allocated);

        ValueTask<int> Turn()
        {
            rendezvous.WakeAll();
            return CooperativeTask.Yield();
        }

        async Task Sleep()
        {
            while (true)
            {
                if (gate is not null) await gate.Enter();
                await rendezvous.Sleep();
                turns++;
                gate?.Exit();
            }
        }
    }

    [Fact]
    public void A_million_sleep_on_one_thread_at_128_bytes_each()
    {
        const int count = 1 << 20;
        EventLoop.Run(async () =>
        {
            var rendezvous = new Rendezvous();
            var awake = 0;
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < count; i++) _ = Sleep();
            // The line has been copied to a larger one each time it was full: as much garbage as it takes in the end.
            var allocated = GC.GetAllocatedBytesForCurrentThread() - before - count * sizeof(long);
            Assert.InRange(allocated / (double)count, 0, 128);
            Assert.Equal(count, rendezvous.Count);
            Assert.Equal(count, rendezvous.WakeAll());
            await CooperativeTask.Yield();
            Assert.Equal(count, awake);

            async Task Sleep()
            {
                await rendezvous.Sleep();
                awake++;
            }
        });
    }
}
