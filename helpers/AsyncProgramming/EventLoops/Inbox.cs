namespace AsyncProgramming.EventLoops;

/// <summary>
/// Where other threads put callbacks for the loop, and where the loop's thread sleeps while it has nothing to do. All
/// members but <see cref="Post"/> are for the loop's thread.
/// </summary>
internal sealed class Inbox(LoopClock clock)
{
    // A monitor, not a Lock: it is also what the loop's thread waits on.
    private readonly object _gate = new();
    private List<Callback> _posted = [];
    private List<Callback> _taken = [];
    private bool _rung;
    private bool _closed;

    // Lets a busy loop skip the lock once an iteration.
    private volatile bool _any;

    /// <summary>Whether nothing was posted since the last <see cref="MoveTo"/>.</summary>
    public bool IsEmpty => !_any;

    /// <summary>Adds a callback and wakes the loop. For any thread.</summary>
    /// <returns>Whether it was taken; <see langword="false"/> after <see cref="Close"/>.</returns>
    public bool Post(Callback callback)
    {
        lock (_gate)
        {
            if (_closed) return false;
            _posted.Add(callback);
            _any = true;
            Monitor.Pulse(_gate);
            return true;
        }
    }

    /// <summary>Moves everything that was posted to <paramref name="queue"/>, in the order in which it came.</summary>
    public void MoveTo(CallbackQueue queue)
    {
        if (!_any) return;
        lock (_gate)
        {
            (_posted, _taken) = (_taken, _posted);
            _any = false;
        }

        foreach (var callback in _taken) queue.Enqueue(callback);
        _taken.Clear();
    }

    /// <summary>Sleeps until something is posted or until <paramref name="due"/> is reached. Never returns early.</summary>
    /// <param name="due">A time of the loop's clock; <see cref="long.MaxValue"/> for none.</param>
    public void Wait(long due)
    {
        if (due == long.MaxValue || !clock.IsSystem) WaitForAlarm(due);
        else WaitForTime(due);
    }

    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
            _posted.Clear();
            _any = false;
        }
    }

    private void WaitForTime(long due)
    {
        lock (_gate)
        {
            while (!_any && due - clock.Now is > 0 and var left)
            {
                // Whole milliseconds, rounded up: an early wake-up would only be followed by another wait.
                var milliseconds = Math.Ceiling((double)left / TimeSpan.TicksPerMillisecond);
                Monitor.Wait(_gate, (int)Math.Min(milliseconds, int.MaxValue));
            }
        }
    }

    /// <summary>
    /// Time that does not pass by itself (a test's) says by a timer of its own when it is due. The clock is read again after
    /// that timer is set, as it may have been moved on between the two.
    /// </summary>
    private void WaitForAlarm(long due)
    {
        _rung = false;
        using var alarm = due == long.MaxValue ? null : clock.SetAlarm(new TimeSpan(Math.Max(0, due - clock.Now)), Ring);
        lock (_gate)
        {
            while (!_any && !_rung && clock.Now < due) Monitor.Wait(_gate);
        }
    }

    private void Ring()
    {
        lock (_gate)
        {
            _rung = true;
            Monitor.Pulse(_gate);
        }
    }
}
