namespace AsyncProgramming.EventLoops;

/// <summary>
/// A callback that an <see cref="EventLoop"/> was asked to call, for the one thing that may be done with it afterwards:
/// cancel it. The default value stands for no callback.
/// </summary>
public readonly record struct CallHandle
{
    private readonly ICancellable? _owner;
    private readonly long _ticket;

    internal CallHandle(ICancellable owner, long ticket = 0)
    {
        _owner = owner;
        _ticket = ticket;
    }

    /// <summary>
    /// Cancels the callback, and forgets it at once where it waits for its time. Call this on the loop's thread; a handle
    /// of <see cref="EventLoop.CallSoonThreadSafe"/> may be cancelled on any thread.
    /// </summary>
    /// <returns>
    /// Whether this has kept the callback from running; <see langword="false"/> where it has run, has begun to run, or was
    /// cancelled before.
    /// </returns>
    /// <exception cref="InvalidOperationException">The loop is running on another thread.</exception>
    public bool Cancel() => _owner?.Cancel(_ticket) ?? false;
}
