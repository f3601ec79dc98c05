namespace AsyncProgramming.EventLoops;

/// <summary>
/// A callback that is its own handle: it remembers whether it may still be called, wherever it waits meanwhile.
/// </summary>
internal abstract class CancellableCall(Callback callback) : ICancellable
{
    private const int Waiting = 0, Done = 1;
    private Callback _callback = callback;
    private int _state;

    /// <summary>Whether it has been called or cancelled.</summary>
    public bool IsDone => Volatile.Read(ref _state) == Done;

    /// <summary>
    /// Takes the callback, once; afterwards there is nothing to call. What it refers to can be collected from then on, even if
    /// a handle is kept.
    /// </summary>
    public Callback Take()
    {
        if (Interlocked.Exchange(ref _state, Done) != Waiting) return default;
        var callback = _callback;
        _callback = default;
        return callback;
    }

    public virtual bool Cancel(long ticket) => !Take().IsEmpty;
}

/// <summary>A callback from <see cref="EventLoop.CallSoonThreadSafe"/>.</summary>
internal sealed class PostedCall(Callback callback) : CancellableCall(callback);
