using System.Threading.Tasks.Sources;
using AsyncProgramming.EventLoops;

namespace AsyncProgramming.Tasking.Waiting;

/// <summary>A wait at several channels at once. The first case that can run ends it, and takes the others out of line.</summary>
internal sealed class AltWait(EventLoop loop, AltCase[] cases) : WaitNode(loop, line: null), IValueTaskSource<int>
{
    private int _chosen;
    private short _version;

    /// <summary>Whether somebody waits, or has not had the result yet.</summary>
    public bool IsWaiting { get; private set; }

    /// <summary>Puts all cases in line.</summary>
    public ValueTask<int> Begin(CancellationToken cancellationToken)
    {
        Reset();
        IsWaiting = true;
        for (var index = 0; index < cases.Length; index++)
        {
            if (cases[index].IsEnabled) cases[index].Wait(this, index);
        }

        CancelWith(cancellationToken);
        return new ValueTask<int>(this, ++_version);
    }

    /// <summary>A case has run: its channel has taken it out of line.</summary>
    public void Choose(int index)
    {
        _chosen = index;
        for (var other = 0; other < cases.Length; other++)
        {
            if (other != index) cases[other].Leave();
        }

        Complete();
    }

    public override string ToString() => string.Join(" or ", cases.Where(choice => choice.IsEnabled));

    int IValueTaskSource<int>.GetResult(short token)
    {
        if (!IsWaiting || token != _version) throw Misuse.AwaitedTwice();
        IsWaiting = Status == ValueTaskSourceStatus.Pending && Loop.Resumption != Resumption.Ended;
        GetResult(token);
        return _chosen;
    }

    protected override void Leave()
    {
        foreach (var choice in cases) choice.Leave();
    }
}
