using System.Threading.Tasks.Sources;
using AsyncProgramming.EventLoops;

namespace AsyncProgramming.Tasking;

/// <summary>A wait for an operation without a result.</summary>
internal sealed class SocketWaitWithoutResult : SocketWait, IValueTaskSource
{
    private ValueTask _operation;

    protected override ValueTaskSourceStatus Outcome =>
        _operation.IsCompletedSuccessfully ? ValueTaskSourceStatus.Succeeded
        : _operation.IsCanceled ? ValueTaskSourceStatus.Canceled
        : ValueTaskSourceStatus.Faulted;

    public static ValueTask Begin(EventLoop loop, ValueTask operation, string activity, object subject)
    {
        var wait = SocketWaitPool<SocketWaitWithoutResult>.Take();
        wait._operation = operation;
        var token = wait.Version;
        operation.ConfigureAwait(false).GetAwaiter().UnsafeOnCompleted(wait.Begin(loop, activity, subject));
        return new ValueTask(wait, token);
    }

    public void GetResult(short token)
    {
        Finish(token);
        var operation = _operation;
        _operation = default;
        Reset();
        SocketWaitPool<SocketWaitWithoutResult>.Return(this);
        operation.GetAwaiter().GetResult();
    }
}
