using System.Diagnostics.CodeAnalysis;
using AsyncProgramming.EventLoops;

namespace AsyncProgramming.Tasking.Waiting;

/// <summary>A line of coroutines of which each waits for somebody to take its item.</summary>
internal sealed class SendLine<T>(object owner, string activity) : WaitLine(owner, activity)
{
    // Beside the waiters, with the same tickets.
    private Ring<T> _items = new();
    private T _item = default!;

    /// <summary>Waits at the end of the line until the item is taken.</summary>
    public ValueTask Wait(T item, CancellationToken cancellationToken)
    {
        var loop = Enter();
        if (TryBegin(cancellationToken))
        {
            _item = item;
            return new ValueTask(this, Version);
        }

        var node = new WaitNode(loop, this);
        Add(node, item);
        node.CancelWith(cancellationToken);
        return new ValueTask(node, 0);
    }

    /// <summary>Takes the item of the first in the line and wakes it.</summary>
    /// <returns>Whether there was one.</returns>
    public bool TryTake(EventLoop loop, [MaybeNullWhen(false)] out T item)
    {
        item = default;
        if (!TryTake(out var waiter)) return false;
        do item = _items.Dequeue();
        while (_items.Head < Head);
        if (AsNode(waiter) is { } node) node.Complete();
        else Suspension.Resume(loop, waiter);
        return true;
    }

    /// <summary>Adds a waiter with its item.</summary>
    public void Add(WaitNode node, T item)
    {
        Settle();
        _item = item;
        Append(node);
    }

    protected override long Enqueue(object waiter)
    {
        // Those who have left the head of the line without being served have left their items.
        while (_items.Head < Head) _items.Dequeue();
        _items.Enqueue(_item);
        _item = default!;
        return base.Enqueue(waiter);
    }

    protected override void Move(long from, long to)
    {
        _items[to] = _items[from];
        base.Move(from, to);
    }

    protected override void Truncate(long tail)
    {
        while (_items.Head < Head) _items.Dequeue();
        _items.Truncate(tail);
        base.Truncate(tail);
    }
}
