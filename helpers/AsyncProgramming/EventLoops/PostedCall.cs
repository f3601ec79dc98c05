namespace AsyncProgramming.EventLoops;

/// <summary>
/// A callback from <see cref="EventLoop.CallSoonThreadSafe"/>, which any thread may cancel: it is its own handle, and
/// holds the callback as long as it may still be called.
/// </summary>
internal sealed class PostedCall(Action callback) : ICallbackSource, ICancellable
{
    private Action? _callback = callback;

    /// <inheritdoc/>
    /// <remarks>What it refers to can be collected from then on, even if a handle is kept.</remarks>
    public Callback Take() => Interlocked.Exchange(ref _callback, null) is { } callback ? new Callback(callback) : default;

    public bool Cancel(long ticket) => !Take().IsEmpty;
}
