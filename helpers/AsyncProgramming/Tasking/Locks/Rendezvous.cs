using AsyncProgramming.Tasking.Waiting;

namespace AsyncProgramming.Tasking;

/// <summary>
/// Where coroutines on one event loop sleep until another one wakes them: libtask's <c>Rendez</c>, a condition variable.
/// </summary>
/// <remarks>
/// <para>
/// A rendezvous remembers nothing: who is not asleep yet is not woken. So a sleeper first looks whether there is anything to
/// wait for, and looks again when it wakes: <c>while (queue.Count == 0) await arrived.Sleep();</c>. On one thread nothing
/// comes between the look and the sleep. Where the look itself has to wait, a lock keeps the others out meanwhile:
/// <see cref="Sleep"/> releases it, and takes it again before it ends.
/// </para>
/// <para>
/// A sleeper costs 8 bytes besides its coroutine, and to sleep and to wake allocate nothing, unless the sleep can be
/// cancelled. All members are for the loop's thread. The rendezvous belongs to a loop while somebody sleeps.
/// </para>
/// </remarks>
public sealed class Rendezvous
{
    private readonly QueueingLock? _lock;
    private readonly WaitLine _sleepers;

    /// <summary>Makes a rendezvous.</summary>
    /// <param name="lock">What <see cref="Sleep"/> releases meanwhile, if anything.</param>
    /// <param name="name">What listings of the tasks and errors call it.</param>
    public Rendezvous(QueueingLock? @lock = null, string? name = null)
    {
        _lock = @lock;
        Name = name ?? "a rendezvous";
        _sleepers = @lock is null ? new WaitLine(this, "sleeping at") : new SleepLine(this, @lock);
    }

    /// <summary>What listings of the tasks and errors call it.</summary>
    public string Name { get; }

    /// <summary>How many sleep.</summary>
    public int Count => _sleepers.Count;

    /// <summary>
    /// Sleeps until woken: <c>tasksleep</c>. With a lock, releases it before, and goes on when it has the lock again: a
    /// woken sleeper waits for it in turn with the others who do, from the moment of the waking.
    /// </summary>
    /// <param name="cancellationToken">
    /// Ends the sleep with an exception; the lock is held all the same, so that <c>finally</c> releases it. May be cancelled
    /// on any thread. Who was woken before has slept well: no wake-up is lost.
    /// </param>
    /// <exception cref="InvalidOperationException">Others sleep here on another loop, or no loop runs here.</exception>
    /// <exception cref="SynchronizationLockException">The running task does not hold the lock.</exception>
    public ValueTask Sleep(CancellationToken cancellationToken = default)
    {
        var loop = _sleepers.Enter();
        if (cancellationToken.IsCancellationRequested) return ValueTask.FromCanceled(cancellationToken);
        if (_lock is null) return _sleepers.Wait(cancellationToken);
        if (!_lock.IsHeldBy(loop.CurrentTask)) throw LockMisuse.SleptWithout(_lock, this, loop.CurrentTask);
        var sleep = _sleepers.Wait(cancellationToken);
        _lock.Exit();
        return sleep;
    }

    /// <summary>Wakes who has slept longest: <c>taskwakeup</c>. It goes on when its turn comes.</summary>
    /// <returns>Whether somebody slept.</returns>
    /// <exception cref="InvalidOperationException">As for <see cref="Sleep"/>.</exception>
    public bool Wake() => _sleepers.WakeOne();

    /// <summary>Wakes all who sleep now, in the order in which they came: <c>taskwakeupall</c>.</summary>
    /// <returns>How many.</returns>
    /// <exception cref="InvalidOperationException">As for <see cref="Sleep"/>.</exception>
    public int WakeAll()
    {
        var count = 0;
        while (Wake()) count++;
        return count;
    }

    /// <summary>The rendezvous' name.</summary>
    public override string ToString() => Name;
}
