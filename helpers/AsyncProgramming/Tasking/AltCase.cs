using System.Diagnostics;
using AsyncProgramming.Tasking.Waiting;

namespace AsyncProgramming.Tasking;

/// <summary>One of the things that can happen in an <see cref="Alt"/>.</summary>
public abstract class AltCase
{
    private Alt? _owner;

    private protected AltCase()
    {
    }

    /// <summary>Whether it can happen at all; <see langword="true"/> unless set. Takes effect with the next wait.</summary>
    public bool IsEnabled { get; set; } = true;

    internal void BelongTo(Alt owner) => _owner = _owner is null ? owner : throw new ArgumentException(
        $"The case '{this}' is in an alt already. Make a case for each.");

    /// <summary>Whether it can be done without waiting.</summary>
    internal abstract bool CanRun();

    /// <summary>Does it.</summary>
    internal abstract void Run();

    /// <summary>Stands in line for it.</summary>
    internal abstract void Wait(AltWait wait, int index);

    /// <summary>Leaves the line, if it is in one.</summary>
    internal abstract void Leave();
}

/// <summary>A case of an <see cref="Alt"/> that receives an item.</summary>
/// <typeparam name="T">The type of the items.</typeparam>
public sealed class AltReceive<T> : AltCase
{
    private readonly TaskChannel<T> _channel;
    private Place? _place;

    internal AltReceive(TaskChannel<T> channel)
    {
        ArgumentNullException.ThrowIfNull(channel);
        _channel = channel;
    }

    /// <summary>What was received when the case last happened.</summary>
    public T Value { get; private set; } = default!;

    /// <summary>What it does.</summary>
    public override string ToString() => _channel.Receivers.ToString();

    internal override bool CanRun() => _channel.CanReceive;

    internal override void Run()
    {
        var received = _channel.TryReceive(out var value);
        Debug.Assert(received);
        Value = value!;
    }

    internal override void Wait(AltWait wait, int index)
    {
        _channel.Receivers.Enter();
        _place = _place?.Wait == wait ? _place : new Place(wait, index, this);
        _place.IsInLine = true;
        _channel.Receivers.Add(_place);
    }

    internal override void Leave()
    {
        if (_place is not { IsInLine: true }) return;
        _place.IsInLine = false;
        _channel.Receivers.Remove(_place);
    }

    private sealed class Place(AltWait wait, int index, AltReceive<T> owner)
        : ReceiveNode<T>(wait.Loop, owner._channel.Receivers)
    {
        public AltWait Wait => wait;

        public bool IsInLine { get; set; }

        public override void Complete()
        {
            IsInLine = false;
            owner.Value = Value;
            Value = default!;
            wait.Choose(index);
        }
    }
}

/// <summary>A case of an <see cref="Alt"/> that sends an item.</summary>
/// <typeparam name="T">The type of the items.</typeparam>
public sealed class AltSend<T> : AltCase
{
    private readonly TaskChannel<T> _channel;
    private Place? _place;

    internal AltSend(TaskChannel<T> channel)
    {
        ArgumentNullException.ThrowIfNull(channel);
        _channel = channel;
    }

    /// <summary>The item that is sent when the case happens next. Takes effect with the next wait.</summary>
    public required T Value { get; set; }

    /// <summary>What it does.</summary>
    public override string ToString() => _channel.Senders.ToString();

    internal override bool CanRun() => _channel.CanSend;

    internal override void Run()
    {
        var sent = _channel.TrySend(Value);
        Debug.Assert(sent);
    }

    internal override void Wait(AltWait wait, int index)
    {
        _channel.Senders.Enter();
        _place = _place?.Wait == wait ? _place : new Place(wait, index, this);
        _place.IsInLine = true;
        _channel.Senders.Add(_place, Value);
    }

    internal override void Leave()
    {
        if (_place is not { IsInLine: true }) return;
        _place.IsInLine = false;
        _channel.Senders.Remove(_place);
    }

    private sealed class Place(AltWait wait, int index, AltSend<T> owner)
        : WaitNode(wait.Loop, owner._channel.Senders)
    {
        public AltWait Wait => wait;

        public bool IsInLine { get; set; }

        public override void Complete()
        {
            IsInLine = false;
            wait.Choose(index);
        }
    }
}
