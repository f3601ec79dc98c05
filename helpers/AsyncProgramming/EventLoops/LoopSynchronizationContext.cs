namespace AsyncProgramming.EventLoops;

/// <summary>
/// What brings <c>await</c> back to the loop: the compiler's code hands every continuation to the context that was current
/// when it began to wait.
/// </summary>
internal class LoopSynchronizationContext : SynchronizationContext
{
    private static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(20);
    private readonly EventLoop _loop;

    public LoopSynchronizationContext(EventLoop loop)
    {
        _loop = loop;
        // From now on the runtime passes every blocking wait of the thread to Wait below.
        if (loop.Debug) SetWaitNotificationRequired();
    }

    protected EventLoop Loop => _loop;

    public override void Post(SendOrPostCallback d, object? state) => _loop.Resume(new Callback(d, state));

    public override void Send(SendOrPostCallback d, object? state)
    {
        if (_loop.IsOnLoopThread) d(state);
        else _loop.CallAndWait(() => d(state));
    }

    public override SynchronizationContext CreateCopy() => this;

    /// <summary>
    /// A wait without a time limit, inside a callback, is cut into slices; where callbacks wait for this thread all the
    /// while, it is given up.
    /// </summary>
    public override int Wait(IntPtr[] waitHandles, bool waitAll, int millisecondsTimeout)
    {
        if (millisecondsTimeout != Timeout.Infinite || !_loop.IsInCallback)
            return WaitHelper(waitHandles, waitAll, millisecondsTimeout);
        var start = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var result = WaitHelper(waitHandles, waitAll, (int)Slice.TotalMilliseconds);
            if (result != WaitHandle.WaitTimeout) return result;
            if (!_loop.IsWaitedFor) start = TimeProvider.System.GetTimestamp();
            else if (TimeProvider.System.GetElapsedTime(start) >= _loop.DeadlockTimeout) throw _loop.Deadlock();
        }
    }
}
