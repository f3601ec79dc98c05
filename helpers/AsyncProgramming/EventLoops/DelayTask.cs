namespace AsyncProgramming.EventLoops;

/// <summary>The task of <see cref="EventLoop.Delay"/>. Completed on the loop's thread, so what awaits it goes on at once.</summary>
internal sealed class DelayTask : TaskCompletionSource
{
    private readonly EventLoop _loop;
    private readonly CallHandle _timer;
    private readonly CancellationTokenRegistration _registration;

    public DelayTask(EventLoop loop, TimeSpan delay, CancellationToken cancellationToken)
    {
        _loop = loop;
        _timer = loop.StartTimer(delay, new Callback(static task => ((DelayTask)task!).End(), this));
        _registration = cancellationToken.UnsafeRegister(static (task, token) => ((DelayTask)task!).Cancel(token), this);
    }

    private void End()
    {
        _registration.Dispose();
        TrySetResult();
    }

    /// <summary>By way of the queue, so that no awaiting code runs inside the call that cancels the token.</summary>
    private void Cancel(CancellationToken token)
    {
        var posted = _loop.Post(new Callback(() =>
        {
            _timer.Cancel();
            TrySetCanceled(token);
        }));
        if (!posted) TrySetCanceled(token);
    }
}
