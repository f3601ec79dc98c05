namespace Course.Sessions;

/// <summary>
/// Tells that something has changed, however often it changes, only so often: the first time at once, then never sooner than
/// an interval after the last time, and always once more after the last change. Safe to use from any thread.
/// </summary>
/// <param name="raise">What is called, on a thread of the pool, one call at a time.</param>
/// <param name="clock">The clock; without one the machine's, on which those live who look at what has changed.</param>
internal sealed class ChangeSignal(Action raise, TimeProvider? clock = null) : IDisposable
{
    /// <summary>Twenty times a second looks fluent and costs a page little.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    private readonly TimeProvider _time = clock ?? TimeProvider.System;
    private readonly Lock _lock = new();
    private ITimer? _timer;
    private long? _last;
    private bool _isDue;
    private bool _isRaising;
    private bool _disposed;

    /// <summary>Something has changed.</summary>
    public void Set()
    {
        lock (_lock)
        {
            if (_isDue || _disposed) return;
            _isDue = true;
            if (!_isRaising) Schedule();
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _disposed = true;
            _timer?.Dispose();
        }
    }

    private void Schedule()
    {
        var wait = _last is { } last ? Interval - _time.GetElapsedTime(last) : TimeSpan.Zero;
        _timer ??= _time.CreateTimer(_ => Raise(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _timer.Change(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }

    private void Raise()
    {
        lock (_lock)
        {
            if (!_isDue || _isRaising || _disposed) return;
            _isDue = false;
            _isRaising = true;
            _last = _time.GetTimestamp();
        }

        try
        {
            raise();
        }
        finally
        {
            lock (_lock)
            {
                _isRaising = false;
                if (_isDue && !_disposed) Schedule();
            }
        }
    }
}
