using System.Threading.Tasks.Sources;
using AsyncProgramming.EventLoops;

namespace AsyncProgramming.Tasking.Waiting;

/// <summary>Suspends coroutines that are ready to go on; each learns how many turns others had meanwhile.</summary>
internal sealed class YieldLine(EventLoop loop) : IValueTaskSource<int>
{
    // The number of turns when each began to wait. They are resumed in the same order.
    private Ring<long> _begins = new();

    public ValueTask<int> Wait() => new(this, 0);

    public ValueTaskSourceStatus GetStatus(short token) => ValueTaskSourceStatus.Pending;

    public void OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags)
    {
        var waiter = Suspension.Capture(loop, continuation, state, flags, this, endless: true);
        _begins.Enqueue(loop.Turns);
        Suspension.Resume(loop, waiter);
    }

    public int GetResult(short token)
    {
        if (_begins.IsEmpty) throw Misuse.NotComplete();
        var begin = _begins.Dequeue();
        if (loop.TakeResumption() == Resumption.Ended) throw new TaskExitException();
        return (int)Math.Min(loop.Turns - begin - 1, int.MaxValue);
    }

    public override string ToString() => "yielding";
}
