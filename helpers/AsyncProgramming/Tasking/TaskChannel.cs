using System.Diagnostics.CodeAnalysis;
using AsyncProgramming.Tasking.Waiting;

namespace AsyncProgramming.Tasking;

/// <summary>
/// Hands items from coroutine to coroutine on one event loop, in order: C. A. R. Hoare's communicating sequential processes
/// (1978), as in libtask and Go. For cooperative tasks and for any coroutine that an
/// <see cref="EventLoops.EventLoop"/> runs.
/// </summary>
/// <remarks>
/// Who waits is served first come, first served. A wait takes its place in line when it is asked for. Being cancelled it
/// loses no item: one that was handed over is received. All members are for the loop's thread; a call from another one, or
/// where no loop runs, throws <see cref="InvalidOperationException"/>. A channel belongs to a loop while somebody waits at it.
/// </remarks>
/// <typeparam name="T">The type of the items.</typeparam>
public sealed class TaskChannel<T>
{
    private readonly ReceiveLine<T> _receivers;
    private readonly SendLine<T> _senders;
    private Ring<T> _buffer = new();

    /// <summary>Makes a channel.</summary>
    /// <param name="capacity">
    /// How many items it holds that nobody has received yet. With 0, sender and receiver meet: a send ends when the item is
    /// received.
    /// </param>
    /// <param name="name">What a listing of tasks calls it.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="capacity"/> is negative.</exception>
    public TaskChannel(int capacity = 0, string? name = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(capacity);
        Capacity = capacity;
        Name = name ?? $"a channel of {typeof(T).Name}";
        _receivers = new ReceiveLine<T>(this, "receiving from");
        _senders = new SendLine<T>(this, "sending to");
    }

    /// <summary>How many items it holds at most.</summary>
    public int Capacity { get; }

    /// <summary>What a listing of tasks calls it.</summary>
    public string Name { get; }

    /// <summary>How many items it holds. Those of senders who wait do not count.</summary>
    public int Count => _buffer.Count;

    internal ReceiveLine<T> Receivers => _receivers;

    internal SendLine<T> Senders => _senders;

    /// <summary>Whether a receive needs no waiting.</summary>
    internal bool CanReceive
    {
        get
        {
            Enter();
            return !_buffer.IsEmpty || _senders.Any();
        }
    }

    /// <summary>Whether a send needs no waiting.</summary>
    internal bool CanSend
    {
        get
        {
            Enter();
            return _buffer.Count < Capacity || _receivers.Any();
        }
    }

    /// <summary>Hands over an item: at once where a receiver waits or the channel has room.</summary>
    /// <param name="item">The item.</param>
    /// <param name="cancellationToken">Takes the item back, if it has not been received, and ends the wait with an
    /// exception. May be cancelled on any thread.</param>
    public ValueTask Send(T item, CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested) return ValueTask.FromCanceled(cancellationToken);
        return TrySend(item) ? ValueTask.CompletedTask : _senders.Wait(item, cancellationToken);
    }

    /// <summary>Takes the next item: at once where the channel holds one or a sender waits.</summary>
    /// <param name="cancellationToken">Ends the wait with an exception. May be cancelled on any thread.</param>
    public ValueTask<T> Receive(CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested) return ValueTask.FromCanceled<T>(cancellationToken);
        return TryReceive(out var item) ? ValueTask.FromResult(item) : _receivers.Wait(cancellationToken);
    }

    /// <summary>Hands over an item if that needs no waiting.</summary>
    /// <returns>Whether it was handed over.</returns>
    public bool TrySend(T item)
    {
        var loop = _receivers.Enter();
        if (_receivers.TryDeliver(loop, item)) return true;
        if (_buffer.Count == Capacity) return false;
        _buffer.Enqueue(item);
        return true;
    }

    /// <summary>Takes the next item if that needs no waiting.</summary>
    /// <returns>Whether there was one.</returns>
    public bool TryReceive([MaybeNullWhen(false)] out T item)
    {
        var loop = _senders.Enter();
        if (_buffer.IsEmpty) return _senders.TryTake(loop, out item);
        item = _buffer.Dequeue();
        if (_senders.TryTake(loop, out var next)) _buffer.Enqueue(next);
        return true;
    }

    /// <summary>Checks that both lines can be waited in.</summary>
    private void Enter()
    {
        _receivers.Enter();
        _senders.Enter();
    }

    /// <summary>The channel's name.</summary>
    public override string ToString() => Name;
}
