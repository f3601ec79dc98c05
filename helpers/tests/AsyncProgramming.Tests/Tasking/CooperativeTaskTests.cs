using AsyncProgramming.EventLoops;
using AsyncProgramming.Tasking;

namespace AsyncProgramming.Tests.Tasking;

public sealed class CooperativeTaskTests
{
    private readonly List<string> _log = [];
    private readonly CooperativeScheduler _scheduler = new(new VirtualTime());

    private int Run(Func<Task> main) => _scheduler.Run(main);

    [Fact]
    public void Tasks_take_turns_in_the_order_in_which_they_were_started()
    {
        Run(async () =>
        {
            foreach (var name in new[] { "a", "b", "c" })
            {
                CooperativeTask.Start(async () =>
                {
                    for (var turn = 0; turn < 3; turn++)
                    {
                        _log.Add($"{CooperativeTask.Current}{turn}");
                        await CooperativeTask.Yield();
                    }
                }, name);
            }

            _log.Add("started");
            await Task.CompletedTask;
        });
        Assert.Equal(["started", "a0", "b0", "c0", "a1", "b1", "c1", "a2", "b2", "c2"], _log);
    }

    [Fact]
    public void A_yield_returns_how_many_turns_others_had()
    {
        Run(async () =>
        {
            Assert.Equal(0, await CooperativeTask.Yield());
            for (var i = 0; i < 3; i++) CooperativeTask.Start(async () => await CooperativeTask.Yield());
            Assert.Equal(3, await CooperativeTask.Yield());
            Assert.Equal(3, await CooperativeTask.Yield());
            Assert.Equal(0, await CooperativeTask.Yield());
        });
    }

    [Fact]
    public void Delayed_tasks_go_on_in_the_order_of_their_delays_and_learn_how_long_it_was()
    {
        Run(async () =>
        {
            foreach (var seconds in new[] { 3, 1, 2 })
            {
                CooperativeTask.Start(async () =>
                {
                    var passed = await CooperativeTask.Delay(TimeSpan.FromSeconds(seconds));
                    _log.Add($"{passed.TotalSeconds} at {EventLoop.Running.Time.TotalSeconds}");
                });
            }

            await Task.CompletedTask;
        });
        Assert.Equal(["1 at 1", "2 at 2", "3 at 3"], _log);
    }

    [Fact]
    public void The_current_task_survives_awaits_of_whatever_kind()
    {
        Run(async () =>
        {
            for (var i = 0; i < 3; i++) CooperativeTask.Start(Work);
            await Task.Yield();
            Assert.Equal("main", CooperativeTask.Current.Name);
        });
        Assert.Equal(3, _log.Count);

        async Task Work()
        {
            var me = CooperativeTask.Current;
            await Task.Yield();
            Assert.Same(me, CooperativeTask.Current);
            await Task.Run(() => { }, TestContext.Current.CancellationToken);
            Assert.Same(me, CooperativeTask.Current);
            await CooperativeTask.Yield();
            Assert.Same(me, CooperativeTask.Current);
            await EventLoop.Delay(TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken);
            Assert.Same(me, CooperativeTask.Current);
            _log.Add(me.Name);
        }
    }

    [Fact]
    public void An_exit_ends_the_task_from_any_depth_and_runs_its_finally_blocks()
    {
        var status = Run(async () =>
        {
            var task = CooperativeTask.Start(Outer);
            await task.Join(TestContext.Current.CancellationToken);
            Assert.True(task.Completion.IsCompletedSuccessfully);
            _log.Add("main goes on");
        });
        Assert.Equal(["inner", "finally", "main goes on"], _log);
        Assert.Equal(7, status);

        async Task Outer()
        {
            try
            {
                await Inner();
            }
            finally
            {
                _log.Add("finally");
            }
        }

        async Task Inner()
        {
            await CooperativeTask.Yield();
            _log.Add("inner");
            CooperativeTask.Exit(7);
        }
    }

    [Fact]
    public void The_run_ends_with_the_last_task_that_is_no_system_task()
    {
        Run(async () =>
        {
            CooperativeTask.Start(async () =>
            {
                CooperativeTask.Current.IsSystem = true;
                try
                {
                    while (true) await CooperativeTask.Delay(TimeSpan.FromSeconds(1));
                }
                finally
                {
                    _log.Add($"server ended at {EventLoop.Running.Time.TotalSeconds}");
                }
            });
            await CooperativeTask.Delay(TimeSpan.FromSeconds(2.5));
        });
        Assert.Equal(["server ended at 2.5"], _log);
    }

    [Fact]
    public void Outside_a_task_there_is_no_current_one()
    {
        Assert.Throws<InvalidOperationException>(() => CooperativeTask.Current);
        EventLoop.Run(async () =>
        {
            Assert.Throws<InvalidOperationException>(() => CooperativeTask.Current);
            Assert.Throws<InvalidOperationException>(() => CooperativeTask.Exit());
            Assert.Equal(0, await CooperativeTask.Yield());
        });
    }
}
