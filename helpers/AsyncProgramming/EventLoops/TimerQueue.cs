namespace AsyncProgramming.EventLoops;

/// <summary>
/// Callbacks that wait for their time. Each is in a slot, which is used again after it, and has a ticket by which it can be
/// cancelled; so neither a timer nor its handle is an object. For one thread at a time.
/// </summary>
/// <remarks>
/// A timer is new at first, then in the heap, then due. One that is cancelled gives its slot back at once; what is still in
/// a list is then a ticket that is no longer valid.
/// </remarks>
internal sealed class TimerQueue : ICallbackSource
{
    private const int FewSlots = 16;

    // Emptied with more slots than this (some 6 MB), the queue gives their memory back; else they are for timers to come.
    private const int SlotsToKeep = 1 << 17;

    private TimerHeap _heap = new();
    private readonly Queue<TimerTicket> _due = [];
    private List<(TimerTicket Ticket, long Time)> _new = [];
    private Stack<int> _free = [];
    private Slot[] _slots = new Slot[FewSlots];
    private int _slotsUsed;
    private uint _made;

    /// <summary>
    /// When the first timer is due of those that <see cref="Settle"/> has seen; <see cref="long.MaxValue"/> where there is
    /// none.
    /// </summary>
    public long NextDue => _heap.NextDue;

    /// <summary>Whether there are timers that <see cref="Settle"/> has not seen.</summary>
    public bool HasNew => _new.Count > 0;

    /// <summary>Adds a timer that is due at a time.</summary>
    public TimerTicket AddAt(Callback callback, long due)
    {
        var ticket = Fill(callback);
        _heap.Add(ticket, due);
        return ticket;
    }

    /// <summary>Adds a timer; when it is due is settled later, all at once, so that adding many takes little time.</summary>
    /// <param name="callback">What to call.</param>
    /// <param name="time">When, counted from the start that <see cref="Settle"/> will be given.</param>
    public TimerTicket Add(Callback callback, long time)
    {
        var ticket = Fill(callback);
        if (_new.Count == _new.Capacity) ForgetCancelled();
        _new.Add((ticket, time));
        return ticket;
    }

    /// <summary>Settles when the new timers are due.</summary>
    /// <param name="start">What their times count from.</param>
    public void Settle(long start)
    {
        foreach (var (ticket, time) in _new)
        {
            if (IsWaiting(ticket)) _heap.Add(ticket, LoopClock.Add(start, time));
        }

        _new.Clear();
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
        var ticket = _due.Dequeue();
        if (!IsWaiting(ticket)) return default;
        var callback = _slots[ticket.Slot].Callback;
        Free(ticket.Slot);
        return callback;
    }

    public bool Cancel(TimerTicket ticket)
    {
        if (!IsWaiting(ticket)) return false;
        _heap.Remove(ticket.Slot);
        Free(ticket.Slot);
        return true;
    }

    public void Clear()
    {
        _due.Clear();
        Shrink();
    }

    private TimerTicket Fill(Callback callback)
    {
        if (!_free.TryPop(out var slot))
        {
            slot = _slotsUsed++;
            if (slot == _slots.Length) Array.Resize(ref _slots, slot * 2);
        }

        var ticket = new TimerTicket(++_made, slot);
        _slots[slot] = new Slot(callback, ticket);
        return ticket;
    }

    private void ForgetCancelled()
    {
        _new.RemoveAll(timer => !IsWaiting(timer.Ticket));
        _new.EnsureCapacity(Math.Max(FewSlots, _new.Count * 2));
    }

    private bool IsWaiting(TimerTicket ticket) =>
        ticket.Slot < _slots.Length && _slots[ticket.Slot] is var slot && slot.Ticket == ticket && !slot.Callback.IsEmpty;

    private void Free(int slot)
    {
        _slots[slot] = default;
        _free.Push(slot);
        if (_free.Count == _slotsUsed && _slotsUsed > SlotsToKeep) Shrink();
    }

    private void Shrink() => (_heap, _new, _free, _slots, _slotsUsed) = (new(), [], [], new Slot[FewSlots], 0);

    private record struct Slot(Callback Callback, TimerTicket Ticket);
}
