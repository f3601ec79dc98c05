using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;

namespace AsyncProgramming.Tasking.Waiting;

/// <summary>
/// First in, first out: a ring buffer that doubles when it is full. Each item has a ticket, its number since the queue was
/// made, by which it can be reached while it waits. A mutable struct: a field, never copied. For one thread at a time.
/// </summary>
[SuppressMessage("Performance", "CA1815", Justification = "Never compared.")]
internal struct Ring<T>
{
    private Cell[] _cells;

    public Ring() => _cells = [];

    /// <summary>The ticket of the item that is next.</summary>
    public long Head { get; private set; }

    /// <summary>The ticket that the next item to come will get.</summary>
    public long Tail { get; private set; }

    public readonly int Count => (int)(Tail - Head);

    public readonly bool IsEmpty => Head == Tail;

    public readonly ref T this[long ticket] => ref _cells[ticket & (_cells.Length - 1)].Item;

    public long Enqueue(T item)
    {
        if (Count == _cells.Length) Grow();
        this[Tail] = item;
        return Tail++;
    }

    public T Dequeue()
    {
        Debug.Assert(!IsEmpty);
        ref var slot = ref this[Head++];
        var item = slot;
        slot = default!;
        return item;
    }

    /// <summary>Drops the last items, from a ticket on.</summary>
    public void Truncate(long tail)
    {
        while (Tail > tail) this[--Tail] = default!;
    }

    public void Clear() => Truncate(Head);

    private void Grow()
    {
        var larger = new Cell[Math.Max(4, _cells.Length * 2)];
        for (var ticket = Head; ticket < Tail; ticket++) larger[ticket & (larger.Length - 1)].Item = this[ticket];
        _cells = larger;
    }

    /// <summary>Spares the check that an array of references makes at each access: whether it is one of a derived type.</summary>
    private struct Cell
    {
        public T Item;
    }
}
