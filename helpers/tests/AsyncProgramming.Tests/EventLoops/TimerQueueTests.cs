using AsyncProgramming.EventLoops;

namespace AsyncProgramming.Tests.EventLoops;

public sealed class TimerQueueTests
{
    private readonly TimerQueue _queue = new();
    private readonly CallbackQueue _ready = new();
    private readonly List<int> _log = [];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Twenty_thousand_timers_leave_in_order_whichever_are_cancelled(int seed)
    {
        var random = new Random(seed);
        var waiting = new SortedSet<(long Due, int Number)>();
        var timers = new List<(TimerTicket Ticket, (long Due, int Number) Key)>();
        var expected = new List<int>();
        for (var number = 0; number < 20_000; number++)
        {
            var key = (Due: random.NextInt64(5_000), number);
            timers.Add((Add(key.Due, number), key));
            waiting.Add(key);
            if (random.Next(3) == 0)
            {
                var (ticket, victim) = timers[random.Next(timers.Count)];
                Assert.Equal(waiting.Remove(victim), _queue.Cancel(ticket));
            }

            if (random.Next(1_000) == 0) RunBefore(random.NextInt64(1_000));
        }

        RunBefore(long.MaxValue);
        Assert.Equal(expected, _log);

        void RunBefore(long end)
        {
            expected.AddRange(waiting.TakeWhile(key => key.Due < end).Select(key => key.Number));
            waiting.RemoveWhere(key => key.Due < end);
            Run(end);
        }
    }

    [Fact]
    public void A_ticket_is_good_for_one_timer_though_its_slot_is_used_again()
    {
        var first = Add(1, 1);
        Assert.True(_queue.Cancel(first));
        var second = Add(1, 2);
        Assert.Equal(first.Slot, second.Slot);
        Assert.False(_queue.Cancel(first));
        Run(long.MaxValue);
        Assert.False(_queue.Cancel(second));
        Assert.Equal([2], _log);
    }

    [Fact]
    public void The_order_of_the_calls_holds_when_their_numbers_begin_again()
    {
        var last = new TimerTicket(uint.MaxValue, slot: 7);
        var next = new TimerTicket(0, slot: 3);
        Assert.True(last.IsBefore(next));
        Assert.False(next.IsBefore(last));
    }

    [Fact]
    public void A_ticket_from_before_the_queue_gave_its_memory_back_is_good_for_nothing()
    {
        var tickets = Enumerable.Range(0, 200_000).Select(number => Add(1, number)).ToList();
        Assert.True(tickets.TrueForAll(_queue.Cancel));
        Add(1, 1);
        Assert.False(tickets.Exists(_queue.Cancel));
        Run(long.MaxValue);
        Assert.Equal([1], _log);
    }

    private TimerTicket Add(long due, int number) => _queue.AddAt(new Callback(() => _log.Add(number)), due);

    private void Run(long end)
    {
        _queue.MoveDueTo(_ready, end);
        while (!_ready.IsEmpty) _ready.Dequeue().Resolve().Invoke();
    }
}
