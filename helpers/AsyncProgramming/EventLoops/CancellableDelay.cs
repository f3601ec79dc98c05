namespace AsyncProgramming.EventLoops;

/// <summary>
/// An <see cref="EventLoop.Delay"/> with a token. Ends on the loop's thread either way, so what awaits it goes on at once.
/// </summary>
internal sealed class CancellableDelay : TaskCompletionSource
{
    private readonly EventLoop _loop;
    private readonly CallHandle _timer;
    private readonly CancellationTokenRegistration _registration;

    public CancellableDelay(EventLoop loop, TimeSpan delay, CancellationToken cancellationToken)
    {
        _loop = loop;
        _timer = loop.StartTimer(delay, new Callback(static task => ((CancellableDelay)task!).End(), this));
        _registration = cancellationToken.UnsafeRegister(
            static (task, token) => ((CancellableDelay)task!).Cancel(token), this);
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
