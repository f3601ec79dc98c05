namespace AsyncProgramming.EventLoops;

/// <summary>The loop's clock: monotonic, in ticks of 100 ns since the loop was made.</summary>
internal sealed class LoopClock(TimeProvider provider)
{
    /// <summary>With a timer that is due run those due within this time from now.</summary>
    public const long Resolution = TimeSpan.TicksPerMillisecond;

    private readonly long _origin = provider.GetTimestamp();

    public long Now => provider.GetElapsedTime(_origin).Ticks;

    /// <summary>Whether waiting on the operating system's clock is waiting on this one.</summary>
    public bool IsSystem => provider == TimeProvider.System;

    /// <summary>The time that lies <paramref name="delay"/> after <paramref name="start"/>; the end of time at most.</summary>
    public static long Add(long start, long delay) => delay > long.MaxValue - start ? long.MaxValue : start + delay;

    /// <summary>Calls back on a thread of the clock's choice.</summary>
    public ITimer SetAlarm(TimeSpan delay, Action ring) =>
        provider.CreateTimer(static ring => ((Action)ring!)(), ring, delay, Timeout.InfiniteTimeSpan);
}
