using AsyncProgramming.EventLoops;
using AsyncProgramming.Tasking;

namespace AsyncProgramming.Tests.Tasking;

public sealed class ReadWriteLockTests
{
    private readonly List<string> _log = [];
    private readonly CooperativeScheduler _scheduler = new(new VirtualTime());
    private readonly ReadWriteLock _lock = new("the table");

    [Fact]
    public void Readers_share_and_a_writer_that_waits_is_not_starved()
    {
        _scheduler.Run(async () =>
        {
            var second = TimeSpan.FromSeconds(1);
            foreach (var (name, writes) in new[] { ("r1", false), ("r2", false), ("w1", true), ("r3", false), ("w2", true), ("r4", false) })
            {
                CooperativeTask.Start(async () =>
                {
                    await (writes ? _lock.EnterWrite() : _lock.EnterRead());
                    _log.Add($"{_scheduler.Loop.Time.TotalSeconds} {name}");
                    await CooperativeTask.Delay(second);
                    if (writes) _lock.ExitWrite();
                    else _lock.ExitRead();
                });
            }

            await CooperativeTask.Yield();
            Assert.Equal(2, _lock.ReaderCount);
        });
        // The readers who waited for a writer go before the next one: neither kind starves.
        Assert.Equal(["0 r1", "0 r2", "1 w1", "2 r3", "2 r4", "3 w2"], _log);
    }

    [Fact]
    public void When_the_last_waiting_writer_gives_up_the_readers_behind_it_go_on() => _scheduler.Run(async () =>
    {
        using var source = new CancellationTokenSource();
        await _lock.EnterRead(CancellationToken.None);
        CooperativeTask.Start(async () =>
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await _lock.EnterWrite(source.Token));
            Assert.False(_lock.IsWriteHeld);
        });
        var reader = CooperativeTask.Start(async () =>
        {
            await _lock.EnterRead();
            _lock.ExitRead();
        });
        await CooperativeTask.Yield();
        Assert.False(_lock.TryEnterRead());
        await source.CancelAsync();
        // The first reader still holds the lock.
        await reader.Join(CancellationToken.None);
        _lock.ExitRead();
    });

    [Fact]
    public void Without_waiting_it_is_taken_or_not() => _scheduler.Run(() =>
    {
        Assert.True(_lock.TryEnterRead());
        Assert.True(_lock.TryEnterRead());
        Assert.False(_lock.TryEnterWrite());
        _lock.ExitRead();
        Assert.False(_lock.TryEnterWrite());
        _lock.ExitRead();
        Assert.True(_lock.TryEnterWrite());
        Assert.False(_lock.TryEnterWrite());
        Assert.False(_lock.TryEnterRead());
        _lock.ExitWrite();
        return Task.CompletedTask;
    });

    [Fact]
    public void Who_does_not_hold_it_in_that_way_cannot_release_it() => _scheduler.Run(async () =>
    {
        Assert.Throws<SynchronizationLockException>(_lock.ExitRead);
        Assert.Throws<SynchronizationLockException>(_lock.ExitWrite);
        var reader = CooperativeTask.Start(async () =>
        {
            await _lock.EnterRead();
            await CooperativeTask.Delay(TimeSpan.FromSeconds(1));
            _lock.ExitRead();
        });
        await CooperativeTask.Yield();
        var error = Assert.Throws<SynchronizationLockException>(_lock.ExitRead);
        Assert.Equal(
            "Task 'main' has tried to release the table. Only who has taken a lock can release it.", error.Message);
        Assert.Throws<SynchronizationLockException>(_lock.ExitWrite);
        await reader.Join(CancellationToken.None);
        await _lock.EnterWrite(CancellationToken.None);
        Assert.Throws<SynchronizationLockException>(_lock.ExitRead);
        _lock.ExitWrite();
        Assert.Throws<SynchronizationLockException>(_lock.ExitWrite);
    });

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_task_that_ends_with_the_lock_fails(bool writes)
    {
        var error = Assert.Throws<InvalidOperationException>(() => _scheduler.Run(
            async () => await (writes ? _lock.EnterWrite() : _lock.EnterRead())));
        Assert.StartsWith("Task 'main' has ended without releasing the table", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void While_it_is_held_on_one_loop_another_loop_cannot_use_it() => _scheduler.Run(async () =>
    {
        await _lock.EnterRead(CancellationToken.None);
        var errors = new List<Exception?>();
        var thread = new Thread(() => EventLoop.Run(() =>
        {
            errors.Add(Record.Exception(() => _lock.TryEnterRead()));
            errors.Add(Record.Exception(() => _lock.TryEnterWrite()));
            errors.Add(Record.Exception(_lock.ExitRead));
            errors.Add(Record.Exception(_lock.ExitWrite));
            return Task.CompletedTask;
        }));
        thread.Start();
        thread.Join();
        Assert.Equal(4, errors.Count);
        Assert.All(errors, error => Assert.Contains(
            "another event loop", Assert.IsType<InvalidOperationException>(error).Message, StringComparison.Ordinal));
        _lock.ExitRead();
    });

    [Fact]
    public void Taken_and_waited_for_it_allocates_nothing()
    {
        const int rounds = 10_000;
        var (turns, allocated) = (0, -1L);
        _scheduler.Run(async () =>
        {
            for (var task = 0; task < 3; task++)
            {
                var writes = task == 0;
                CooperativeTask.Start(() => Take(writes));
            }

            while (turns < 200) await CooperativeTask.Yield();
            var before = GC.GetAllocatedBytesForCurrentThread();
            while (turns < rounds) await CooperativeTask.Yield();
            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        });
        Assert.Equal(0, allocated);

        async Task Take(bool writes)
        {
            while (turns < rounds)
            {
                await (writes ? _lock.EnterWrite() : _lock.EnterRead());
                turns++;
                await CooperativeTask.Yield();
                if (writes) _lock.ExitWrite();
                else _lock.ExitRead();
            }
        }
    }
}
