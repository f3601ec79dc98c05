namespace AsyncProgramming.Tests.EventLoops;

/// <summary>What a random schedule does with a loop: the real one or its model. A handle is a function that cancels.</summary>
internal interface IScheduledLoop
{
    TimeSpan Time { get; }

    long Iterations { get; }

    Func<bool> CallSoon(Action callback);

    Func<bool> CallAt(TimeSpan when, Action callback);

    Func<bool> CallLater(TimeSpan delay, Action callback);

    /// <summary>A thread-safe call, made on the calling thread.</summary>
    Func<bool> CallSoonThreadSafe(Action callback);

    /// <summary>A thread-safe call that another thread makes, and that it cancels, too.</summary>
    Func<bool> CallFromAnotherThread(Action callback);

    /// <summary>Lets time pass, as a callback that works does.</summary>
    void Work(TimeSpan time);

    void Stop();

    /// <summary>Runs until stopped; what <paramref name="onFailure"/> throws ends the run.</summary>
    void RunForever(Action<Exception> onFailure);
}
