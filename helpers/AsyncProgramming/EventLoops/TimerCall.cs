namespace AsyncProgramming.EventLoops;

/// <summary>A callback of <see cref="EventLoop.CallLater"/> or <see cref="EventLoop.CallAt"/>.</summary>
internal sealed class TimerCall(EventLoop loop, Callback callback, long sequence) : CancellableCall(callback)
{
    /// <summary>Where <see cref="Index"/> says that the timer is not in the queue.</summary>
    public const int NotQueued = -1;

    /// <summary>The number of the call that made it: the order among timers due at the same time.</summary>
    public long Sequence => sequence;

    /// <summary>When it is due, in ticks of the loop's clock; the delay, as long as the delay has not begun.</summary>
    public long Due { get; set; }

    /// <summary>Its place in the <see cref="TimerQueue"/>.</summary>
    public int Index { get; set; } = NotQueued;

    public override bool Cancel(long ticket)
    {
        loop.CheckThread("Cancel");
        var cancelled = base.Cancel(ticket);
        if (cancelled) loop.Forget(this);
        return cancelled;
    }
}
