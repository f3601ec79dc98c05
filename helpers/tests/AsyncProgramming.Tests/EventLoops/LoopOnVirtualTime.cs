using AsyncProgramming.EventLoops;

namespace AsyncProgramming.Tests.EventLoops;

/// <summary>The real loop, on a clock that moves only while the loop waits, and with another thread at hand.</summary>
internal sealed class LoopOnVirtualTime : IScheduledLoop, IDisposable
{
    private readonly VirtualTime _time = new();
    private readonly EventLoop _loop;
    private readonly OtherThread _otherThread;

    public LoopOnVirtualTime(OtherThread otherThread)
    {
        _loop = new EventLoop(_time);
        _otherThread = otherThread;
    }

    public TimeSpan Time => _loop.Time;

    public long Iterations => _loop.Iterations;

    public Func<bool> CallSoon(Action callback) => Handle(_loop.CallSoon(callback));

    public Func<bool> CallAt(TimeSpan when, Action callback) => Handle(_loop.CallAt(when, callback));

    public Func<bool> CallLater(TimeSpan delay, Action callback) => Handle(_loop.CallLater(delay, callback));

    public Func<bool> CallSoonThreadSafe(Action callback) => Handle(_loop.CallSoonThreadSafe(callback));

    public Func<bool> CallFromAnotherThread(Action callback)
    {
        var handle = _otherThread.Run(() => _loop.CallSoonThreadSafe(callback));
        return () => _otherThread.Run(handle.Cancel);
    }

    public void Work(TimeSpan time) => _time.Advance(time);

    public void Stop() => _loop.Stop();

    public void RunForever(Action<Exception> onFailure)
    {
        _loop.ExceptionHandler = problem => onFailure(problem.Exception!);
        _loop.RunForever();
    }

    public void Dispose() => _loop.Dispose();

    private static Func<bool> Handle(CallHandle handle) => () => handle.Cancel();
}
