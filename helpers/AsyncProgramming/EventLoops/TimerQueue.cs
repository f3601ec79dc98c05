namespace AsyncProgramming.EventLoops;

/// <summary>
/// Callbacks that wait for their time. Each is in a slot, which is used again after it, and has a ticket by which it can be
/// cancelled; so neither a timer nor its handle is an object. For one thread at a time.
/// </summary>
/// <remarks>
/// A callback goes from the delays that have not begun, through the heap, to those that are due. One that is cancelled in
/// the heap leaves at once; elsewhere its slot stays, empty, until its turn comes.
/// </remarks>
internal sealed class TimerQueue : ICallbackSource
{
    // Emptied with more slots than this, the queue gives their memory back.
    private const int SlotsToKeep = 1024;

    private TimerHeap _heap = new();
    private List<(TimerTicket Ticket, long Length)> _delays = [];
    private Queue<int> _due = [];
    private Stack<int> _free = [];
    private Slot[] _slots = new Slot[16];
    private int _slotsUsed;
    private uint _made;

    /// <summary>When the first timer is due; <see cref="long.MaxValue"/> where there is none.</summary>
    public long NextDue => _heap.NextDue;

    /// <summary>Whether there are delays that have not begun.</summary>
    public bool HasDelays => _delays.Count > 0;

    /// <summary>Queues a callback for a time.</summary>
    public TimerTicket Add(Callback callback, long due)
    {
        var ticket = Fill(callback);
        _heap.Add(ticket, due);
        return ticket;
    }

    /// <summary>Queues a callback for when a delay has passed that begins with <see cref="BeginDelays"/>.</summary>
    public TimerTicket AddDelay(Callback callback, long length)
    {
        var ticket = Fill(callback);
        _delays.Add((ticket, length));
        return ticket;
    }

    public void BeginDelays(long now)
    {
        foreach (var (ticket, length) in _delays)
        {
            if (_slots[ticket.Slot].Callback.IsEmpty) Free(ticket.Slot);
            else _heap.Add(ticket, LoopClock.Add(now, length));
        }

        _delays.Clear();
    }

    /// <summary>Gives every timer that is due before <paramref name="end"/> its place in <paramref name="queue"/>.</summary>
    public void MoveDueTo(CallbackQueue queue, long end)
    {
        while (_heap.NextDue < end)
        {
            _due.Enqueue(_heap.Pop());
            queue.Enqueue(new Callback(this));
        }
    }

    /// <summary>Takes the callback of the timer whose turn it is: they are called in the order in which they were due.</summary>
    public Callback Take()
    {
        var slot = _due.Dequeue();
        var callback = _slots[slot].Callback;
        Free(slot);
        return callback;
    }

    public bool Cancel(TimerTicket ticket)
    {
        var slot = ticket.Slot;
        if (slot >= _slots.Length || _slots[slot].Ticket != ticket || _slots[slot].Callback.IsEmpty) return false;
        _slots[slot].Callback = default;
        if (_heap.Remove(slot)) Free(slot);
        return true;
    }

    public void Clear() => (_heap, _delays, _due, _free, _slots, _slotsUsed) = (new(), [], [], [], new Slot[16], 0);

    private TimerTicket Fill(Callback callback)
    {
        if (!_free.TryPop(out var slot))
        {
            slot = _slotsUsed++;
            if (slot == _slots.Length) Array.Resize(ref _slots, slot * 2);
        }

        var ticket = new TimerTicket(_made++, slot);
        _slots[slot] = new Slot(callback, ticket);
        return ticket;
    }

    private void Free(int slot)
    {
        _slots[slot].Callback = default;
        _free.Push(slot);
        if (_free.Count == _slotsUsed && _slotsUsed > SlotsToKeep) Clear();
    }

    private record struct Slot(Callback Callback, TimerTicket Ticket);
}
