using System.Diagnostics.CodeAnalysis;
using System.Threading.Tasks.Sources;
using AsyncProgramming.EventLoops;

namespace AsyncProgramming.Tasking.Waiting;

/// <summary>
/// A line of coroutines that wait, first come, first served: what every primitive is made of. All members are for the
/// thread of the loop that it is bound to.
/// </summary>
/// <remarks>
/// <para>
/// A wait that is awaited at once, cannot be cancelled and is an async method's costs 8 bytes in a ring: the line itself is
/// its <see cref="IValueTaskSource"/>. Such waiters are resumed in the order of waking, and each asks for its result
/// first of all; so results need no name, only that order.
/// </para>
/// <para>
/// Between the call and the <c>await</c> no other code runs, unless somebody keeps the <see cref="ValueTask"/> for later.
/// The line finds that out when something else happens to it meanwhile, and gives the wait a <see cref="WaitNode"/>.
/// </para>
/// </remarks>
/// <param name="owner">The primitive, for a listing of the tasks.</param>
/// <param name="activity">What the waiters do, as "receiving from", followed by the owner's name.</param>
internal class WaitLine(object owner, string activity) : IValueTaskSource
{
    private Ring<object?> _waiters = new();
    private int _holes;

    // Where none ever was, as nearly always, no waiter needs to be asked whether it is a node.
    private bool _hasHadNodes;
    private EventLoop? _loop;
    private bool _begun;
    private CooperativeTask? _beginner;
    private WaitNode? _kept;
    private short _version;

    /// <summary>How many wait. Those of a task that is being ended may be among them.</summary>
    public int Count => _waiters.Count - _holes + (_begun ? 1 : 0);

    /// <summary>The ticket of the first in the line.</summary>
    protected long Head => _waiters.Head;

    /// <summary>The loop that runs on this thread, which all the waiters must be on.</summary>
    /// <exception cref="InvalidOperationException">No loop runs on this thread, or the waiters are on another one.</exception>
    public EventLoop Enter()
    {
        var loop = EventLoop.RunningHere;
        return loop is not null && loop == _loop ? loop : Bind(loop);
    }

    /// <summary>Waits at the end of the line.</summary>
    public ValueTask Wait(CancellationToken cancellationToken)
    {
        var loop = Enter();
        if (cancellationToken.IsCancellationRequested) return ValueTask.FromCanceled(cancellationToken);
        if (TryBegin(cancellationToken)) return new ValueTask(this, _version);
        var node = CreateNode(loop);
        Append(node);
        node.CancelWith(cancellationToken);
        return new ValueTask(node, 0);
    }

    /// <summary>Wakes the first in the line.</summary>
    /// <returns>Whether there was one.</returns>
    public bool WakeOne()
    {
        var loop = Enter();
        if (!TryTake(out var waiter)) return false;
        Wake(loop, waiter);
        return true;
    }

    /// <summary>Whether one waits who can be woken.</summary>
    public bool Any()
    {
        Settle();
        while (!_waiters.IsEmpty)
        {
            if (IsLive(_waiters[_waiters.Head])) return true;
            DropFirst();
        }

        return false;
    }

    /// <summary>Takes a node out that has not been woken.</summary>
    public virtual void Remove(WaitNode node)
    {
        _waiters[node.Ticket] = null;
        _holes++;
        // As many holes as waiters are worth a pass over all: the cost of it is spread over the holes.
        if (_holes > 8 + _waiters.Count / 2) Compact();
    }

    /// <summary>Adds a waiter at the end, who has waited elsewhere until now, or waits there too.</summary>
    public void Add(object waiter)
    {
        Settle();
        Append(waiter);
    }

    public override string ToString() => $"{activity} {owner}";

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => GetStatus(token);

    void IValueTaskSource.GetResult(short token)
    {
        if (!IsResumed()) TakeKept(token).GetResult(0);
    }

    public void OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags)
    {
        if (_begun && token == _version && Suspension.IsCoroutine(continuation))
        {
            _begun = false;
            Enqueue(Suspension.Capture(_loop!, continuation, state, flags, this, endless: true));
        }
        else
        {
            Settle();
            Kept(token).OnCompleted(continuation, state, 0, flags);
        }
    }

    protected short Version => _version;

    /// <summary>Whether the line stays with its loop.</summary>
    protected virtual bool IsInUse => Count > 0;

    /// <summary>Begins a wait of which the line itself is the source, if it can be.</summary>
    protected bool TryBegin(CancellationToken cancellationToken)
    {
        Settle();
        if (_kept is not null || cancellationToken.CanBeCanceled) return false;
        _version++;
        if (_beginner != _loop!.CurrentTask) _beginner = _loop.CurrentTask;
        return _begun = true;
    }

    /// <summary>Takes the first waiter who still waits.</summary>
    public bool TryTake([NotNullWhen(true)] out object? waiter)
    {
        Settle();
        while (!_waiters.IsEmpty)
        {
            waiter = _waiters.Dequeue();
            if (IsLive(waiter)) return true;
            if (waiter is null) _holes--;
        }

        waiter = null;
        return false;
    }

    /// <summary>Lets a waiter go on who has been taken.</summary>
    public virtual void Wake(EventLoop loop, object waiter)
    {
        if (waiter is WaitNode node) node.Complete();
        else Suspension.Resume(loop, waiter);
    }

    /// <summary>
    /// What <c>await</c> looks at first. Misuse is found here, as what <see cref="OnCompleted"/> throws ends the process.
    /// </summary>
    protected ValueTaskSourceStatus GetStatus(short token)
    {
        if (EventLoop.RunningHere != _loop) throw Misuse.AwaitedElsewhere();
        return _begun && token == _version ? ValueTaskSourceStatus.Pending : Kept(token).GetStatus(0);
    }

    /// <summary>Whether a coroutine that has been woken asks for its result; else it is somebody who has not waited.</summary>
    protected bool IsResumed() => _loop!.TakeResumption() switch
    {
        Resumption.Woken => true,
        Resumption.Ended => throw new TaskExitException(),
        _ => false,
    };

    /// <summary>The node of a wait that was kept for later; whoever asks for its result is done with it.</summary>
    protected WaitNode TakeKept(short token)
    {
        if (_begun && token == _version) throw Misuse.NotComplete();
        var node = Kept(token);
        if (node.Status != ValueTaskSourceStatus.Pending) _kept = null;
        return node;
    }

    /// <summary>Puts a waiter at the end, and nothing more: for one that is no node.</summary>
    /// <returns>Its ticket.</returns>
    protected virtual long Enqueue(object waiter) => _waiters.Enqueue(waiter);

    protected void Append(object waiter)
    {
        var ticket = Enqueue(waiter);
        if (waiter is not WaitNode node) return;
        node.Ticket = ticket;
        _hasHadNodes = true;
    }

    /// <summary>One who has been taken from this line, where it is a node.</summary>
    protected WaitNode? AsNode(object waiter) => _hasHadNodes ? waiter as WaitNode : null;

    /// <summary>Makes a node for a wait in this line.</summary>
    protected virtual WaitNode CreateNode(EventLoop loop) => new(loop, this);

    /// <summary>Moves a waiter to a lower ticket, as holes are closed.</summary>
    protected virtual void Move(long from, long to) => _waiters[to] = _waiters[from];

    protected virtual void Truncate(long tail) => _waiters.Truncate(tail);

    /// <summary>Gives a wait that has begun and is not awaited yet its place in the line.</summary>
    protected void Settle()
    {
        if (!_begun) return;
        _begun = false;
        _kept = CreateNode(_loop!);
        _kept.IsBehindLine = true;
        _kept.Task = _beginner;
        Append(_kept);
    }

    private WaitNode Kept(short token) =>
        _kept is not null && token == _version ? _kept : throw Misuse.AwaitedTwice();

    private static bool IsLive([NotNullWhen(true)] object? waiter) =>
        waiter is not null && !Suspension.IsEnded(waiter);

    private void DropFirst()
    {
        if (_waiters.Dequeue() is null) _holes--;
    }

    private void Compact()
    {
        var end = _waiters.Head;
        for (var ticket = _waiters.Head; ticket < _waiters.Tail; ticket++)
        {
            if (_waiters[ticket] is not { } waiter) continue;
            if (waiter is WaitNode node) node.Ticket = end;
            if (end != ticket) Move(ticket, end);
            end++;
        }

        Truncate(end);
        _holes = 0;
    }

    private EventLoop Bind(EventLoop? loop)
    {
        if (_loop is { IsClosed: true })
        {
            // Who waits on a closed loop never goes on.
            Truncate(_waiters.Head);
            _holes = 0;
            _begun = false;
            _kept = null;
        }

        if (loop is not null && (_loop is null || !IsInUse)) return _loop = loop;
        if (loop is not null && _loop!.IsClosed)
        {
            throw new InvalidOperationException(
                $"{char.ToUpperInvariant(activity[0])}{activity[1..]} {owner}: it was never released on the event loop where "
                + "it was taken, and that loop is closed. Make a new one.");
        }

        var where = loop is null ? "no event loop runs" : "another event loop runs";
        throw new InvalidOperationException(
            $"{char.ToUpperInvariant(activity[0])}{activity[1..]} {owner} was tried on thread "
            + $"{Environment.CurrentManagedThreadId}, where {where}. A channel, lock or rendezvous belongs to the loop "
            + $"that its coroutines wait on; from other threads use {nameof(EventLoop)}."
            + $"{nameof(EventLoop.CallSoonThreadSafe)}.");
    }
}
