using System.Threading.Tasks.Sources;
using AsyncProgramming.EventLoops;

namespace AsyncProgramming.Tasking;

/// <summary>A wait for an operation with a result.</summary>
internal sealed class SocketWaitWithResult<T> : SocketWait, IValueTaskSource<T>
{
    private ValueTask<T> _operation;

    protected override ValueTaskSourceStatus Outcome =>
        _operation.IsCompletedSuccessfully ? ValueTaskSourceStatus.Succeeded
        : _operation.IsCanceled ? ValueTaskSourceStatus.Canceled
        : ValueTaskSourceStatus.Faulted;

    public static ValueTask<T> Begin(EventLoop loop, ValueTask<T> operation, string activity, object subject)
    {
        var wait = SocketWaitPool<SocketWaitWithResult<T>>.Take();
        wait._operation = operation;
        var token = wait.Version;
        operation.ConfigureAwait(false).GetAwaiter().UnsafeOnCompleted(wait.Begin(loop, activity, subject));
        return new ValueTask<T>(wait, token);
    }

    public T GetResult(short token)
    {
        Finish(token);
        var operation = _operation;
        _operation = default;
        Reset();
        SocketWaitPool<SocketWaitWithResult<T>>.Return(this);
        return operation.GetAwaiter().GetResult();
    }
}
