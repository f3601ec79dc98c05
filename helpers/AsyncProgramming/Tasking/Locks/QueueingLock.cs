using AsyncProgramming.EventLoops;
using AsyncProgramming.Tasking.Waiting;

namespace AsyncProgramming.Tasking;

/// <summary>
/// A lock that coroutines on one event loop take in turns, first come, first served: libtask's <c>QLock</c>.
/// </summary>
/// <remarks>
/// <para>
/// On one thread nothing happens between two <c>await</c>s, so code without an <c>await</c> needs no lock. This one is for
/// what must not be disturbed across an <c>await</c>. Release it in a <c>finally</c> block:
/// <c>await gate.Enter(); try { … } finally { gate.Exit(); }</c>
/// </para>
/// <para>
/// <see cref="Exit"/> hands the lock to the first that waits, so nobody who comes later takes it before. It is not
/// reentrant: a task that enters it twice waits for itself, which the scheduler reports as a deadlock. A task that ends
/// while it holds the lock fails. To take the lock and to wait for it allocates nothing, unless the wait can be cancelled.
/// </para>
/// <para>All members are for the loop's thread. The lock belongs to a loop while somebody holds it.</para>
/// </remarks>
public sealed class QueueingLock
{
    private readonly WaitLine _waiting;
    private CooperativeTask? _holder;

    /// <summary>Makes a lock that nobody holds.</summary>
    /// <param name="name">What listings of the tasks and errors call it.</param>
    public QueueingLock(string? name = null)
    {
        Name = name ?? "a lock";
        _waiting = new Line(this);
    }

    /// <summary>What listings of the tasks and errors call it.</summary>
    public string Name { get; }

    /// <summary>Whether somebody holds it.</summary>
    public bool IsHeld { get; private set; }

    /// <summary>Takes the lock as soon as it is free: <c>qlock</c>.</summary>
    /// <param name="cancellationToken">
    /// Ends the wait with an exception, and the lock is not taken. May be cancelled on any thread.
    /// </param>
    /// <exception cref="InvalidOperationException">The lock is in use on another loop, or no loop runs here.</exception>
    public ValueTask Enter(CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested) return ValueTask.FromCanceled(cancellationToken);
        return TryEnter() ? ValueTask.CompletedTask : _waiting.Wait(cancellationToken);
    }

    /// <summary>Takes the lock if it is free: <c>canqlock</c>.</summary>
    /// <returns>Whether it was free.</returns>
    /// <exception cref="InvalidOperationException">As for <see cref="Enter"/>.</exception>
    public bool TryEnter()
    {
        var loop = _waiting.Enter();
        if (IsHeld) return false;
        Take(loop.CurrentTask);
        return true;
    }

    /// <summary>
    /// Releases the lock: <c>qunlock</c>. The first that waits has it from now on, and goes on when its turn comes. Never
    /// waits.
    /// </summary>
    /// <exception cref="SynchronizationLockException">The lock is not held, or another task holds it.</exception>
    public void Exit()
    {
        var loop = _waiting.Enter();
        if (!IsHeldBy(loop.CurrentTask))
        {
            // Thrown out of a wait, a task may come here without the lock.
            if (loop.CurrentTask is { IsEnding: true }) return;
            throw LockMisuse.NotHeld(this, loop.CurrentTask, IsHeld);
        }

        _holder?.Released(this);
        if (_waiting.TryTake(out var next))
        {
            Take(Suspension.TaskOf(next));
            _waiting.Wake(loop, next);
        }
        else
        {
            IsHeld = false;
            _holder = null;
        }
    }

    /// <summary>The lock's name, and who holds it.</summary>
    public override string ToString() => _holder is null ? Name : $"{Name}, which {_holder} holds";

    /// <summary>Whether a task may release it; any coroutine outside of tasks may, what another one of those has taken.</summary>
    internal bool IsHeldBy(CooperativeTask? task) => IsHeld && _holder == task;

    /// <summary>Has a waiter of a <see cref="Rendezvous"/> go on as soon as it has the lock.</summary>
    internal void Admit(EventLoop loop, object waiter)
    {
        if (IsHeld)
        {
            _waiting.Add(waiter);
            Suspension.TaskOf(waiter)?.WaitsAt(_waiting);
            return;
        }

        Take(Suspension.TaskOf(waiter));
        _waiting.Wake(loop, waiter);
    }

    /// <summary>A waiter of a <see cref="Rendezvous"/> does not wait for the lock any more.</summary>
    internal void Leave(WaitNode node) => _waiting.Remove(node);

    private void Take(CooperativeTask? task)
    {
        IsHeld = true;
        _holder = task;
        task?.Took(this);
    }

    private sealed class Line(QueueingLock owner) : WaitLine(owner, "entering")
    {
        protected override bool IsInUse => base.IsInUse || owner.IsHeld;
    }
}
