namespace AsyncProgramming.EventLoops;

/// <summary>
/// The tickets of a <see cref="TimerQueue"/> by due time, then by the order of the calls: a 4-ary heap (D. B. Johnson, 1975:
/// shallower than a binary one, and the four children share a cache line or two) that knows the place of each slot, so that
/// a cancelled one leaves at once. Its arrays hold plain numbers: moving an entry neither follows a reference nor concerns
/// the garbage collector.
/// </summary>
internal sealed class TimerHeap
{
    private const int Arity = 4;
    private const int NotHere = -1;
    private Node[] _nodes = new Node[16];
    private int[] _places = [];
    private int _count;

    /// <summary>When the first timer is due; <see cref="long.MaxValue"/> where there is none.</summary>
    public long NextDue => _count > 0 ? _nodes[0].Due : long.MaxValue;

    public void Add(TimerTicket ticket, long due)
    {
        if (_count == _nodes.Length) Array.Resize(ref _nodes, _count * 2);
        if (ticket.Slot >= _places.Length) GrowPlaces(ticket.Slot);
        MoveUp(new Node(due, ticket), _count++);
    }

    /// <summary>Takes the first ticket out.</summary>
    public TimerTicket Pop()
    {
        var ticket = _nodes[0].Ticket;
        RemoveAt(0);
        return ticket;
    }

    /// <summary>Takes the ticket of a slot out, if it is here.</summary>
    public void Remove(int slot)
    {
        if (slot < _places.Length && _places[slot] is not NotHere and var place) RemoveAt(place);
    }

    private void RemoveAt(int hole)
    {
        _places[_nodes[hole].Ticket.Slot] = NotHere;
        var last = _nodes[--_count];
        if (hole == _count) return;
        if (hole > 0 && last.IsBefore(_nodes[Parent(hole)])) MoveUp(last, hole);
        else MoveDown(last, hole);
    }

    private void MoveUp(Node node, int hole)
    {
        var (nodes, places) = (_nodes, _places);
        while (hole > 0 && Parent(hole) is var parent && node.IsBefore(nodes[parent]))
        {
            nodes[hole] = nodes[parent];
            places[nodes[hole].Ticket.Slot] = hole;
            hole = parent;
        }

        nodes[hole] = node;
        places[node.Ticket.Slot] = hole;
    }

    private void MoveDown(Node node, int hole)
    {
        var (nodes, places) = (_nodes, _places);
        while (hole * Arity + 1 is var child && child < _count)
        {
            var earliest = nodes[child];
            var end = Math.Min(child + Arity, _count);
            for (var sibling = child + 1; sibling < end; sibling++)
            {
                if (nodes[sibling].IsBefore(earliest)) earliest = nodes[child = sibling];
            }

            if (!earliest.IsBefore(node)) break;
            nodes[hole] = earliest;
            places[earliest.Ticket.Slot] = hole;
            hole = child;
        }

        nodes[hole] = node;
        places[node.Ticket.Slot] = hole;
    }

    private static int Parent(int child) => (child - 1) / Arity;

    private void GrowPlaces(int slot)
    {
        var length = _places.Length;
        Array.Resize(ref _places, Math.Max(slot + 1, length * 2));
        Array.Fill(_places, NotHere, length, _places.Length - length);
    }

    private readonly record struct Node(long Due, TimerTicket Ticket)
    {
        public bool IsBefore(in Node other) => Due < other.Due || (Due == other.Due && Ticket.IsBefore(other.Ticket));
    }
}
