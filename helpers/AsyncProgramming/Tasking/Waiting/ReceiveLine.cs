using System.Threading.Tasks.Sources;
using AsyncProgramming.EventLoops;

namespace AsyncProgramming.Tasking.Waiting;

/// <summary>A line of coroutines of which each waits for a value.</summary>
internal sealed class ReceiveLine<T>(object owner, string activity) : WaitLine(owner, activity), IValueTaskSource<T>
{
    // The values of those who have been woken and not had their turn yet: both queues keep the same order.
    private Ring<T> _delivered = new();

    /// <summary>Waits at the end of the line for a value.</summary>
    public new ValueTask<T> Wait(CancellationToken cancellationToken)
    {
        var loop = Enter();
        if (TryBegin(cancellationToken)) return new ValueTask<T>(this, Version);
        var node = new ReceiveNode<T>(loop, this);
        Append(node);
        node.CancelWith(cancellationToken);
        return new ValueTask<T>(node, 0);
    }

    /// <summary>Wakes the first in the line with a value.</summary>
    /// <returns>Whether there was one.</returns>
    public bool TryDeliver(EventLoop loop, T value)
    {
        if (!TryTake(out var waiter)) return false;
        if (AsNode(waiter) is { } node)
        {
            ((ReceiveNode<T>)node).Value = value;
            node.Complete();
        }
        else
        {
            _delivered.Enqueue(value);
            Suspension.Resume(loop, waiter);
        }

        return true;
    }

    ValueTaskSourceStatus IValueTaskSource<T>.GetStatus(short token) => GetStatus(token);

    T IValueTaskSource<T>.GetResult(short token) =>
        IsResumed() ? _delivered.Dequeue() : ((ReceiveNode<T>)TakeKept(token)).GetValue();

    protected override WaitNode CreateNode(EventLoop loop) => new ReceiveNode<T>(loop, this);
}
