using AsyncProgramming.Coroutines;

namespace AsyncProgramming.Tests.Coroutines;

public sealed class RoundRobinSchedulerTests : IDisposable
{
    private readonly RoundRobinScheduler _scheduler = new();
    private readonly List<string> _log = [];

    public void Dispose() => _scheduler.Dispose();

    [Fact]
    public void Coroutines_take_turns_in_the_order_in_which_they_were_added()
    {
        foreach (var (name, turns) in new[] { ("A", 3), ("B", 1), ("C", 2) }) _scheduler.Add(Counts(name, turns));

        _scheduler.Run(TestContext.Current.CancellationToken);

        Assert.Equal(["A1", "B1", "C1", "A2", "C2", "A3"], _log);
        Assert.Equal(0, _scheduler.Count);
    }

    [Fact]
    public void RunOnce_gives_one_turn()
    {
        _scheduler.Add(Counts("A", 2));
        _scheduler.Add(Counts("B", 2));

        Assert.True(_scheduler.RunOnce());

        Assert.Equal(["A1"], _log);
        Assert.Equal(2, _scheduler.Count);
    }

    [Fact]
    public void Without_coroutines_there_is_no_turn_to_give() => Assert.False(_scheduler.RunOnce());

    [Fact]
    public void A_coroutine_may_add_another_while_it_runs()
    {
        _scheduler.Add(Make(() =>
        {
            _log.Add("parent");
            _scheduler.Add(Counts("child", 1));
        }));

        _scheduler.Run(TestContext.Current.CancellationToken);

        Assert.Equal(["parent", "child1"], _log);
    }

    [Fact]
    public void A_failing_coroutine_leaves_the_line_and_the_others_go_on()
    {
        _scheduler.Add(Counts("A", 1));
        _scheduler.Add(Make(() => throw new IOException()));
        _scheduler.Add(Counts("B", 1));

        Assert.Throws<IOException>(() => _scheduler.Run(TestContext.Current.CancellationToken));
        _scheduler.Run(TestContext.Current.CancellationToken);

        Assert.Equal(["A1", "B1"], _log);
    }

    [Fact]
    public void Cancelling_stops_between_two_turns_and_keeps_who_is_not_done()
    {
        using var cancellation = new CancellationTokenSource();
        _scheduler.Add(Counts("A", 3));
        _scheduler.Add(Make(cancellation.Cancel));

        Assert.Throws<OperationCanceledException>(() => _scheduler.Run(cancellation.Token));

        Assert.Equal(["A1"], _log);
        Assert.Equal(2, _scheduler.Count);
    }

    [Fact]
    public void Disposing_closes_who_is_still_in_line()
    {
        var coroutine = Counts("A", 3);
        _scheduler.Add(coroutine);
        _scheduler.RunOnce();

        _scheduler.Dispose();

        Assert.Equal(CoroutineState.Closed, coroutine.State);
    }

    private Coroutine<int, int, int> Counts(string name, int turns) =>
        new(_ => Enumerable.Range(1, turns).Select(turn =>
        {
            _log.Add($"{name}{turn}");
            return turn;
        }));

    // A coroutine of one turn.
    private static Coroutine<int, int, int> Make(Action turn) =>
        new(_ => Enumerable.Range(1, 1).Select(n =>
        {
            turn();
            return n;
        }));
}
