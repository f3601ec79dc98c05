using AsyncProgramming.EventLoops;
using AsyncProgramming.Tasking;

namespace AsyncProgramming.Tests.Tasking;

public sealed class CooperativeSchedulerTests
{
    private readonly List<string> _log = [];
    private readonly CooperativeScheduler _scheduler = new(new VirtualTime());

    [Fact]
    public void A_deadlock_is_reported_with_every_task_and_what_it_waits_at()
    {
        var numbers = new TaskChannel<int>(name: "numbers");
        var exception = Assert.Throws<CooperativeDeadlockException>(() => _scheduler.Run(async () =>
        {
            CooperativeTask.Start(async () => await numbers.Receive(), "reader");
            CooperativeTask.Start(async () =>
            {
                CooperativeTask.Current.State = "dreaming";
                await numbers.Receive();
            }, "dreamer");
            await CooperativeTask.Start(async () => await new TaskChannel<int>(name: "void").Send(1), "writer")
                .Join(CancellationToken.None);
        }));
        Assert.Equal(
            ["4 wait for something that only another task could do.",
            "1  main     joining writer",
            "2  reader   receiving from numbers",
            "3  dreamer  dreaming, receiving from numbers",
            "4  writer   sending to void"],
            exception.Message.Replace("No task can run: ", "", StringComparison.Ordinal)
                .Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries).Select(line => line.Trim()));
    }

    [Fact]
    public void A_deadlock_runs_the_finally_blocks_of_those_in_it()
    {
        Assert.Throws<CooperativeDeadlockException>(() => _scheduler.Run(async () =>
        {
            var nothing = new TaskChannel<int>();
            CooperativeTask.Start(() => Wait("a"));
            await Wait("b");

            async Task Wait(string name)
            {
                try
                {
                    await nothing.Receive();
                }
                finally
                {
                    _log.Add(name);
                }
            }
        }));
        Assert.Equal(["a", "b"], _log.Order());
    }

    [Fact]
    public void A_task_that_waits_for_another_thread_is_no_deadlock()
    {
        var received = 0;
        _scheduler.Run(async () =>
        {
            var channel = new TaskChannel<int>();
            CooperativeTask.Start(async () => received = await channel.Receive());
            var answer = await Task.Run(() => 42, TestContext.Current.CancellationToken);
            await channel.Send(answer);
        });
        Assert.Equal(42, received);
    }

    [Fact]
    public void A_failing_task_ends_the_run_with_its_exception_and_the_others_at_their_waits()
    {
        var exception = Assert.Throws<FormatException>(() => _scheduler.Run(async () =>
        {
            CooperativeTask.Start(async () =>
            {
                await CooperativeTask.Delay(TimeSpan.FromSeconds(1));
                throw new FormatException("broken");
            });
            try
            {
                await CooperativeTask.Delay(TimeSpan.FromSeconds(10));
            }
            catch (OperationCanceledException)
            {
                _log.Add($"main ended at {EventLoop.Running.Time.TotalSeconds}");
                throw;
            }
        }));
        Assert.Equal("broken", exception.Message);
        Assert.Equal(["main ended at 1"], _log);
    }

    [Fact]
    public void ExitAll_ends_every_task_and_gives_the_status()
    {
        var status = _scheduler.Run(async () =>
        {
            for (var i = 0; i < 3; i++)
            {
                CooperativeTask.Start(async () =>
                {
                    try
                    {
                        await CooperativeTask.Delay(TimeSpan.FromDays(1));
                    }
                    finally
                    {
                        _log.Add("ended");
                    }
                });
            }

            await CooperativeTask.Yield();
            CooperativeTask.ExitAll(3);
        });
        Assert.Equal(3, status);
        Assert.Equal(["ended", "ended", "ended"], _log);
    }

    [Fact]
    public void A_scheduler_runs_once()
    {
        _scheduler.Run(() => Task.CompletedTask);
        Assert.Throws<ObjectDisposedException>(() => _scheduler.Run(() => Task.CompletedTask));
    }
}
