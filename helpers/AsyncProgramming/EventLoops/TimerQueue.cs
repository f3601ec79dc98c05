using System.Diagnostics;

namespace AsyncProgramming.EventLoops;

/// <summary>
/// Timers by due time, then by the order of the calls: a 4-ary heap (D. B. Johnson, 1975: shallower than a binary one, and
/// the four children share a cache line or two) in which each timer knows its place, so that a cancelled one leaves at
/// once. For one thread at a time.
/// </summary>
internal sealed class TimerQueue
{
    private const int Arity = 4;
    private readonly List<Node> _heap = [];

    public int Count => _heap.Count;

    /// <summary>When the first timer is due; <see cref="long.MaxValue"/> where there is none.</summary>
    public long NextDue => _heap.Count > 0 ? _heap[0].Due : long.MaxValue;

    public void Add(TimerCall timer)
    {
        Debug.Assert(timer.Index == TimerCall.NotQueued);
        _heap.Add(default);
        MoveUp(new Node(timer), _heap.Count - 1);
    }

    /// <summary>Takes the first timer out.</summary>
    public TimerCall Pop()
    {
        var first = _heap[0].Timer;
        Remove(first);
        return first;
    }

    public void Remove(TimerCall timer)
    {
        var hole = timer.Index;
        Debug.Assert(_heap[hole].Timer == timer);
        timer.Index = TimerCall.NotQueued;
        var last = _heap[^1];
        _heap.RemoveAt(_heap.Count - 1);
        if (hole == _heap.Count) return;
        if (hole > 0 && last.IsBefore(_heap[(hole - 1) / Arity])) MoveUp(last, hole);
        else MoveDown(last, hole);
    }

    public void Clear()
    {
        // A handle may still be cancelled afterwards, and looks at the timer's place.
        foreach (var node in _heap) node.Timer.Index = TimerCall.NotQueued;
        _heap.Clear();
    }

    private void MoveUp(Node node, int hole)
    {
        while (hole > 0)
        {
            var parent = (hole - 1) / Arity;
            if (!node.IsBefore(_heap[parent])) break;
            Put(_heap[parent], hole);
            hole = parent;
        }

        Put(node, hole);
    }

    private void MoveDown(Node node, int hole)
    {
        while (FirstChild(hole) is var child && child < _heap.Count && _heap[child].IsBefore(node))
        {
            Put(_heap[child], hole);
            hole = child;
        }

        Put(node, hole);
    }

    /// <summary>The place of the earliest child, or one past the end where there is no child.</summary>
    private int FirstChild(int parent)
    {
        var first = parent * Arity + 1;
        for (var child = first + 1; child < Math.Min(first + Arity, _heap.Count); child++)
        {
            if (_heap[child].IsBefore(_heap[first])) first = child;
        }

        return first;
    }

    private void Put(Node node, int place)
    {
        _heap[place] = node;
        node.Timer.Index = place;
    }

    /// <summary>The key beside the timer, so that comparing does not follow a reference.</summary>
    private readonly struct Node(TimerCall timer)
    {
        public readonly long Due = timer.Due;
        public readonly long Sequence = timer.Sequence;
        public readonly TimerCall Timer = timer;

        public bool IsBefore(Node other) => Due < other.Due || (Due == other.Due && Sequence < other.Sequence);
    }
}
