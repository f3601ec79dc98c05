using AsyncProgramming.EventLoops;
using AsyncProgramming.Tasking;

namespace AsyncProgramming.Tests.Tasking;

public sealed class AltTests
{
    private readonly CooperativeScheduler _scheduler = new(new VirtualTime());
    private readonly List<string> _log = [];

    [Fact]
    public void The_first_case_that_can_happen_happens_alone()
    {
        _scheduler.Run(async () =>
        {
            var (a, b, c) = (new TaskChannel<int>(), new TaskChannel<string>(), new TaskChannel<int>());
            CooperativeTask.Start(async () =>
            {
                await CooperativeTask.Delay(TimeSpan.FromSeconds(1));
                await b.Send("hello");
                _log.Add($"c has {await c.Receive()}");
            });
            var fromB = Alt.Receive(b);
            var alt = new Alt(Alt.Receive(a), fromB, Alt.Send(c, 5));
            _log.Add($"{await alt.Choose(TestContext.Current.CancellationToken)}: {fromB.Value}");
            Assert.False(a.TrySend(1));
            _log.Add($"{await alt.Choose(TestContext.Current.CancellationToken)}");
        });
        Assert.Equal(["1: hello", "2", "c has 5"], _log);
    }

    [Fact]
    public void Cases_that_can_happen_at_once_are_chosen_equally_often()
    {
        const int rounds = 30_000;
        var counts = new int[3];
        _scheduler.Run(async () =>
        {
            var full = new TaskChannel<int>(1);
            await full.Send(1, CancellationToken.None);
            var (free, sink) = (new TaskChannel<int>(1), new TaskChannel<int>(1));
            CooperativeTask.Start(async () =>
            {
                CooperativeTask.Current.IsSystem = true;
                while (true) await sink.Receive();
            });
            await CooperativeTask.Yield();
            var alt = new Alt(Alt.Receive(full), Alt.Send(free, 2), Alt.Send(sink, 3)) { Random = new Random(1) };
            for (var i = 0; i < rounds; i++)
            {
                var chosen = await alt.Choose(CancellationToken.None);
                counts[chosen]++;
                if (chosen == 0) await full.Send(1, CancellationToken.None);
                if (chosen == 1) await free.Receive(CancellationToken.None);
                if (chosen == 2) await CooperativeTask.Yield();
            }
        });
        // Five standard deviations of a fair choice.
        Assert.All(counts, count => Assert.InRange(count, rounds / 3 - 410, rounds / 3 + 410));
    }

    [Fact]
    public void Without_waiting_it_does_what_can_be_done_or_nothing()
    {
        _scheduler.Run(async () =>
        {
            var channel = new TaskChannel<int>(1);
            var receive = Alt.Receive(channel);
            var alt = new Alt(receive);
            Assert.False(alt.TryChoose(out var index));
            Assert.Equal(-1, index);
            await channel.Send(9, CancellationToken.None);
            Assert.True(alt.TryChoose(out index));
            Assert.Equal((0, 9, 0), (index, receive.Value, channel.Count));
        });
    }

    [Fact]
    public void A_disabled_case_does_not_happen()
    {
        _scheduler.Run(async () =>
        {
            var (a, b) = (new TaskChannel<int>(1), new TaskChannel<int>(1));
            await a.Send(1, CancellationToken.None);
            var (fromA, fromB) = (Alt.Receive(a), Alt.Receive(b));
            var alt = new Alt(fromA, fromB);
            fromA.IsEnabled = false;
            CooperativeTask.Start(async () => await b.Send(2));
            Assert.Equal(1, await alt.Choose(CancellationToken.None));
            fromA.IsEnabled = true;
            Assert.Equal(0, await alt.Choose(CancellationToken.None));
        });
    }

    [Fact]
    public void Waiting_again_and_again_beside_a_channel_where_nothing_happens_allocates_and_leaves_nothing()
    {
        var allocated = -1L;
        _scheduler.Run(async () =>
        {
            var (quit, work) = (new TaskChannel<int>(), new TaskChannel<int>());
            CooperativeTask.Start(async () =>
            {
                CooperativeTask.Current.IsSystem = true;
                for (var i = 0; ; i++) await work.Send(i);
            });
            CooperativeTask.Start(async () =>
            {
                CooperativeTask.Current.IsSystem = true;
                await quit.Receive();
            });
            var alt = new Alt(Alt.Receive(quit), Alt.Receive(work));
            var before = 0L;
            for (var i = -1000; i < 10_000; i++)
            {
                if (i == 0) before = GC.GetAllocatedBytesForCurrentThread();
                await alt.Choose(CancellationToken.None);
                await CooperativeTask.Yield();
                // So that the next choice has to wait.
                while (work.TryReceive(out _)) { }
            }

            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.Equal(1, quit.Receivers.Count);
        });
        Assert.Equal(0, allocated);
    }

    [Fact]
    public void An_alt_is_for_one_coroutine_at_a_time_and_a_case_for_one_alt()
    {
        _scheduler.Run(async () =>
        {
            var receive = Alt.Receive(new TaskChannel<int>());
            var alt = new Alt(receive);
            CooperativeTask.Start(async () =>
            {
                CooperativeTask.Current.IsSystem = true;
                await alt.Choose();
            });
            await CooperativeTask.Yield();
            Assert.Throws<InvalidOperationException>(() => alt.TryChoose(out _));
            Assert.Throws<ArgumentException>(() => new Alt(receive));
        });
    }
}
