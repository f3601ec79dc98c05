using System.Diagnostics;

namespace CSharpKernel.Protocol;

/// <summary>
/// Keeps count of the requests that run in turn. What is asked about a cell that is being typed follows them where they are
/// quick, so that it sees what they declare, and goes past one that takes long. Safe to use from any thread.
/// </summary>
internal sealed class ShellProgress
{
    private readonly object _lock = new();
    private long _received;
    private long _answered;
    private long _begun;
    private long _changed = Stopwatch.GetTimestamp();

    /// <summary>How many requests have come so far.</summary>
    public long Received
    {
        get
        {
            lock (_lock) return _received;
        }
    }

    /// <summary>A request has come.</summary>
    public void Receive()
    {
        lock (_lock)
        {
            _received++;
            _changed = Stopwatch.GetTimestamp();
        }
    }

    /// <summary>A request is being answered.</summary>
    public void Begin()
    {
        lock (_lock) _begun = Stopwatch.GetTimestamp();
    }

    /// <summary>A request has been answered.</summary>
    public void End()
    {
        lock (_lock)
        {
            _answered++;
            _begun = 0;
            _changed = Stopwatch.GetTimestamp();
            Monitor.PulseAll(_lock);
        }
    }

    /// <summary>Waits until requests have been answered, unless that, or one of them, takes too long.</summary>
    /// <param name="count">How many, of all that have come.</param>
    /// <param name="patience">How long is too long.</param>
    public void Wait(long count, TimeSpan patience)
    {
        var started = Stopwatch.GetTimestamp();
        lock (_lock)
        {
            while (_answered < count)
            {
                var rest = patience - Stopwatch.GetElapsedTime(_begun == 0 ? started : Math.Min(started, _begun));
                if (rest <= TimeSpan.Zero || !Monitor.Wait(_lock, rest)) return;
            }
        }
    }

    /// <summary>Waits until nothing was to be done for a while.</summary>
    public void WaitUntilIdle(TimeSpan time)
    {
        lock (_lock)
        {
            while (true)
            {
                var rest = _answered < _received ? Timeout.InfiniteTimeSpan : time - Stopwatch.GetElapsedTime(_changed);
                if (rest != Timeout.InfiniteTimeSpan && rest <= TimeSpan.Zero) return;
                Monitor.Wait(_lock, rest);
            }
        }
    }
}
