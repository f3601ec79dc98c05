namespace AsyncProgramming.EventLoops;

/// <summary>
/// A callback from <see cref="EventLoop.CallSoonThreadSafe"/>, which any thread may cancel: it is its own handle, and
/// remembers whether it may still be called.
/// </summary>
internal sealed class PostedCall(Callback callback) : ICallbackSource, ICancellable
{
    private Callback _callback = callback;
    private bool _done;

    /// <inheritdoc/>
    /// <remarks>What it refers to can be collected from then on, even if a handle is kept.</remarks>
    public Callback Take()
    {
        if (Interlocked.Exchange(ref _done, true)) return default;
        var callback = _callback;
        _callback = default;
        return callback;
    }

    public bool Cancel(long ticket) => !Take().IsEmpty;
}
