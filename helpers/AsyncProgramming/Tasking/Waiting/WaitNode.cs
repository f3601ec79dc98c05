using System.Threading.Tasks.Sources;
using AsyncProgramming.EventLoops;

namespace AsyncProgramming.Tasking.Waiting;

/// <summary>
/// A wait that is an object of its own: one that can be cancelled, that is not awaited at once, or that is one of several of
/// which the first counts. Others are a mere reference in their <see cref="WaitLine"/>.
/// </summary>
internal class WaitNode(EventLoop loop, WaitLine? line) : IValueTaskSource
{
    private object? _waiter;
    private CancellationToken _cancellationToken;
    private CancellationTokenRegistration _registration;

    /// <summary>Whether the line is the wait's source, and asks the node.</summary>
    public bool IsBehindLine { get; set; }

    /// <summary>The node's place in its line.</summary>
    public long Ticket { get; set; }

    /// <summary>Whose wait it is.</summary>
    public CooperativeTask? Task { get; set; } = loop.CurrentTask;

    /// <summary>The loop that the wait is on.</summary>
    public EventLoop Loop => loop;

    /// <summary>How the wait stands.</summary>
    public ValueTaskSourceStatus Status { get; private set; } = ValueTaskSourceStatus.Pending;

    /// <summary>Whether a cancellation still has an effect.</summary>
    protected virtual bool CanBeCancelled => Status == ValueTaskSourceStatus.Pending;

    /// <summary>From now on the token ends the wait.</summary>
    public void CancelWith(CancellationToken cancellationToken)
    {
        if (!cancellationToken.CanBeCanceled) return;
        _cancellationToken = cancellationToken;
        // By way of the queue: the token may be cancelled on any thread, and no awaiting code may run inside that call.
        _registration = cancellationToken.UnsafeRegister(
            static node => ((WaitNode)node!).Loop.Post(new Callback(static node => ((WaitNode)node!).Cancel(), node)),
            this);
    }

    /// <summary>What it waited for has happened. Its line has let it go.</summary>
    public virtual void Complete() => Finish(ValueTaskSourceStatus.Succeeded);

    /// <inheritdoc cref="WaitLine.GetStatus"/>
    public ValueTaskSourceStatus GetStatus(short token)
    {
        if (EventLoop.RunningHere != loop) throw Misuse.AwaitedElsewhere();
        if (_waiter is not null && Status == ValueTaskSourceStatus.Pending) throw Misuse.AwaitedTwice();
        return Status;
    }

    public void OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags)
    {
        var endless = !_cancellationToken.CanBeCanceled;
        _waiter = IsBehindLine
            ? Suspension.CaptureApart(loop, continuation, state, flags, line!, endless)
            : Suspension.Capture(loop, continuation, state, flags, (object?)line ?? this, endless);
        if (Status != ValueTaskSourceStatus.Pending) Suspension.Resume(loop, _waiter);
    }

    public void GetResult(short token)
    {
        var resumption = loop.TakeResumption();
        if (Status == ValueTaskSourceStatus.Succeeded) return;
        if (Status == ValueTaskSourceStatus.Canceled) throw new OperationCanceledException(_cancellationToken);
        if (resumption != Resumption.Ended) throw Misuse.NotComplete();
        Leave();
        _registration.Unregister();
        throw new TaskExitException();
    }

    /// <summary>Makes the node ready for another wait, where it was not to be cancelled.</summary>
    protected void Reset()
    {
        Status = ValueTaskSourceStatus.Pending;
        _waiter = null;
    }

    /// <summary>Gives up the node's place.</summary>
    protected virtual void Leave() => line?.Remove(this);

    protected virtual void Finish(ValueTaskSourceStatus status)
    {
        Status = status;
        _registration.Unregister();
        if (_waiter is not null) Suspension.Resume(loop, _waiter);
    }

    private void Cancel()
    {
        if (!CanBeCancelled) return;
        Leave();
        Finish(ValueTaskSourceStatus.Canceled);
    }
}
