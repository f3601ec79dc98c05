namespace AsyncProgramming.EventLoops;

/// <summary>
/// A clock for an <see cref="EventLoop"/> on which time passes only when the loop waits for it, and then at once: an idle
/// loop asks its clock for a timer, and this one moves on to the moment when that is due. So a loop of nine seconds runs in a
/// millisecond, and every run is the same. For one loop, on one thread.
/// </summary>
public sealed class VirtualTime : TimeProvider
{
    private TimeSpan _now;

    /// <summary>Ticks of 100 ns, as those of a <see cref="TimeSpan"/>.</summary>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc/>
    public override long GetTimestamp() => _now.Ticks;

    /// <summary>The date on this clock, which begins with the Unix epoch.</summary>
    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch + _now;

    /// <summary>Lets time pass, as work in a callback would.</summary>
    /// <param name="time">How much; not negative.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="time"/> is negative.</exception>
    public void Advance(TimeSpan time)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(time, TimeSpan.Zero);
        _now += time;
    }

    /// <summary>Moves on by <paramref name="dueTime"/> and calls back before it returns.</summary>
    /// <exception cref="NotSupportedException">The timer would be due more than once, or never.</exception>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        if (period != Timeout.InfiniteTimeSpan || dueTime < TimeSpan.Zero)
            throw new NotSupportedException("On virtual time a timer is due once.");
        Advance(dueTime);
        callback(state);
        return new RungTimer();
    }

    /// <summary>A timer that has been due already.</summary>
    private sealed class RungTimer : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => false;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
