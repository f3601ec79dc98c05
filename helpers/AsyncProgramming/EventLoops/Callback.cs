using System.Diagnostics;

namespace AsyncProgramming.EventLoops;

/// <summary>
/// Something to call: an <see cref="Action"/>, a <see cref="SendOrPostCallback"/> with its argument (which is how
/// <c>await</c> hands over a continuation), or an <see cref="ICallbackSource"/>. A struct without a common base class, so
/// that queueing a delegate allocates nothing.
/// </summary>
internal readonly struct Callback
{
    private readonly object? _target;
    private readonly object? _argument;

    public Callback(Action action) => _target = action;

    public Callback(ICallbackSource source) => _target = source;

    public Callback(SendOrPostCallback function, object? argument)
    {
        _target = function;
        _argument = argument;
    }

    /// <summary>Whether there is nothing to call: it was cancelled.</summary>
    public bool IsEmpty => _target is null;

    /// <summary>What is to be called now: nothing, where it was cancelled.</summary>
    public Callback Resolve() =>
        _target is not (Action or SendOrPostCallback) and ICallbackSource source ? source.Take() : this;

    /// <summary>Calls it; only after <see cref="Resolve"/>.</summary>
    public void Invoke()
    {
        if (_target is Action action) action();
        else if (_target is SendOrPostCallback function) function(_argument);
        else Debug.Assert(IsEmpty);
    }

    /// <summary>The name of the method behind it, for a report.</summary>
    public override string ToString() => _target switch
    {
        SendOrPostCallback when _argument is INamedCallback named => named.CallbackName,
        // What is posted for a continuation is a delegate to the state machine's box, or the box itself.
        SendOrPostCallback when _argument is Delegate rest => CallbackName.Of(rest, rest.Target),
        SendOrPostCallback => CallbackName.Of(null, _argument),
        Delegate action => CallbackName.Of(action, action.Target),
        _ => "nothing",
    };
}
