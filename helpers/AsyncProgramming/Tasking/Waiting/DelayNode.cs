using System.Threading.Tasks.Sources;
using AsyncProgramming.EventLoops;

namespace AsyncProgramming.Tasking.Waiting;

/// <summary>A wait for time to pass.</summary>
internal sealed class DelayNode : WaitNode, IValueTaskSource<TimeSpan>
{
    private readonly TimeSpan _start;
    private readonly CallHandle _timer;

    private DelayNode(EventLoop loop, TimeSpan delay) : base(loop, line: null)
    {
        _start = loop.Time;
        _timer = loop.StartTimer(delay, new Callback(static node => ((DelayNode)node!).Complete(), this));
    }

    public static ValueTask<TimeSpan> Start(EventLoop loop, TimeSpan delay, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested) return ValueTask.FromCanceled<TimeSpan>(cancellationToken);
        var node = new DelayNode(loop, delay);
        node.CancelWith(cancellationToken);
        return new ValueTask<TimeSpan>(node, 0);
    }

    TimeSpan IValueTaskSource<TimeSpan>.GetResult(short token)
    {
        GetResult(token);
        return Loop.Time - _start;
    }

    public override string ToString() => "delayed";

    protected override void Leave() => _timer.Cancel();
}
