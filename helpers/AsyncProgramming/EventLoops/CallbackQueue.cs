using System.Diagnostics;
using System.Numerics;

namespace AsyncProgramming.EventLoops;

/// <summary>
/// First in, first out: a ring buffer that doubles when it is full. Each callback has a ticket, its number since the queue
/// was made, by which it can be cancelled while it waits; so neither queueing nor a handle allocates anything. For one
/// thread at a time.
/// </summary>
internal sealed class CallbackQueue
{
    // Not a Ring of callbacks: with one, a chain of CallSoon took three hundredths longer.
    private Callback[] _ring = new Callback[64];

    /// <summary>The ticket of the callback that is next.</summary>
    public long Head { get; private set; }

    /// <summary>The ticket that the next callback to come will get.</summary>
    public long Tail { get; private set; }

    public bool IsEmpty => Head == Tail;

    public long Enqueue(Callback callback)
    {
        if (Tail - Head == _ring.Length) Grow();
        _ring[Tail & (_ring.Length - 1)] = callback;
        return Tail++;
    }

    public Callback Dequeue()
    {
        Debug.Assert(!IsEmpty);
        ref var slot = ref _ring[Head++ & (_ring.Length - 1)];
        var callback = slot;
        slot = default;
        return callback;
    }

    public bool Cancel(long ticket)
    {
        if (ticket < Head || ticket >= Tail) return false;
        ref var slot = ref _ring[ticket & (_ring.Length - 1)];
        var cancelled = !slot.IsEmpty;
        slot = default;
        return cancelled;
    }

    public void Clear()
    {
        Array.Clear(_ring);
        Head = Tail;
    }

    private void Grow()
    {
        Debug.Assert(BitOperations.IsPow2(_ring.Length));
        var larger = new Callback[_ring.Length * 2];
        for (var ticket = Head; ticket < Tail; ticket++)
            larger[ticket & (larger.Length - 1)] = _ring[ticket & (_ring.Length - 1)];
        _ring = larger;
    }
}
