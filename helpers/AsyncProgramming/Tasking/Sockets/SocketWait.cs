using System.Threading.Tasks.Sources;
using AsyncProgramming.EventLoops;
using AsyncProgramming.Tasking.Waiting;

namespace AsyncProgramming.Tasking;

/// <summary>
/// A coroutine's wait for an operation of a <see cref="System.Net.Sockets.Socket"/>, which ends on a thread of the system's
/// choice: brings the coroutine back to its loop, and shows the cooperative task as one that waits for the world outside.
/// Used again and again, so that a wait allocates nothing.
/// </summary>
internal abstract class SocketWait
{
    private static readonly SendOrPostCallback RunEnd = static wait => ((SocketWait)wait!).End();
    private readonly Action _post;
    private EventLoop _loop = null!;
    private string _activity = "";
    private object? _subject;
    private object? _waiter;
    private bool _isOver;
    private bool _isAbandoned;

    protected SocketWait() => _post = Post;

    protected short Version { get; private set; }

    /// <summary>How the operation has ended.</summary>
    protected abstract ValueTaskSourceStatus Outcome { get; }

    /// <param name="loop">The loop that runs on this thread.</param>
    /// <param name="operation">What to wait for. Complete, it is the answer.</param>
    /// <param name="activity">What the task does, as "reading from".</param>
    /// <param name="subject">What it does that to.</param>
    /// <typeparam name="T">The type of the result.</typeparam>
    public static ValueTask<T> For<T>(EventLoop loop, ValueTask<T> operation, string activity, object subject) =>
        operation.IsCompleted ? operation : SocketWaitWithResult<T>.Begin(loop, operation, activity, subject);

    /// <inheritdoc cref="For{T}"/>
    public static ValueTask For(EventLoop loop, ValueTask operation, string activity, object subject) =>
        operation.IsCompleted ? operation : SocketWaitWithoutResult.Begin(loop, operation, activity, subject);

    public ValueTaskSourceStatus GetStatus(short token)
    {
        CheckToken(token);
        return _isOver ? Outcome : ValueTaskSourceStatus.Pending;
    }

    public void OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags)
    {
        CheckToken(token);
        if (EventLoop.RunningHere != _loop) throw Misuse.AwaitedElsewhere();
        if (_waiter is not null) throw Misuse.AwaitedTwice();
        _waiter = Suspension.Capture(_loop, continuation, state, flags, this, endless: false);
        if (_isOver) Suspension.Resume(_loop, _waiter);
    }

    public override string ToString() => $"{_activity} {_subject}";

    /// <summary>Begins to wait.</summary>
    /// <param name="loop">The loop that runs on this thread.</param>
    /// <param name="activity">What the task does.</param>
    /// <param name="subject">What it does that to.</param>
    /// <returns>What the operation is to call when it ends, on any thread.</returns>
    protected Action Begin(EventLoop loop, string activity, object subject)
    {
        _loop = loop;
        _activity = activity;
        _subject = subject;
        loop.SocketWaits++;
        return _post;
    }

    /// <summary>Ends the wait for the coroutine, which asks for its result.</summary>
    protected void Finish(short token)
    {
        CheckToken(token);
        var resumption = _loop.TakeResumption();
        if (_isOver) return;
        if (resumption != Resumption.Ended) throw Misuse.NotComplete();
        // The operation goes on for nobody. Whoever closes the socket ends it.
        _isAbandoned = true;
        Version++;
        _waiter = null;
        _loop.SocketWaits--;
        throw new TaskExitException();
    }

    /// <summary>Makes the object ready for another wait.</summary>
    protected void Reset()
    {
        Version++;
        _loop = null!;
        _waiter = _subject = null;
        _isOver = false;
    }

    private void Post() => _loop.Post(new Callback(RunEnd, this));

    private void End()
    {
        if (_isAbandoned) return;
        _loop.SocketWaits--;
        _isOver = true;
        if (_waiter is not null) Suspension.Resume(_loop, _waiter);
    }

    private void CheckToken(short token)
    {
        if (token != Version) throw Misuse.AwaitedTwice();
    }
}
