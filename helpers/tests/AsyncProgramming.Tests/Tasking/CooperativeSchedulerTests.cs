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

    [Fact]
    public void A_task_that_does_not_let_itself_be_ended_is_left_behind()
    {
        _scheduler.Run(async () =>
        {
            CooperativeTask.Start(() => Defy(async () => await CooperativeTask.Yield()));
            CooperativeTask.Start(() => Defy(async () => await new TaskChannel<int>().Receive()));
            CooperativeTask.Start(() => Defy(async () => await Task.Yield()));
            await CooperativeTask.Yield();
            CooperativeTask.ExitAll();
        });
        Assert.InRange(_scheduler.Tasks.Count, 1, 3);

        static async Task Defy(Func<Task> wait)
        {
            while (true)
            {
                try
                {
                    await wait();
                }
                catch (OperationCanceledException)
                {
                    // Again.
                }
            }
        }
    }

    [Fact]
    public void The_finally_blocks_of_all_coroutines_of_a_task_run_when_it_is_ended()
    {
        _scheduler.Run(async () =>
        {
            CooperativeTask.Start(() => Task.WhenAll(Wait("a"), Wait("b"), Wait("c")));
            await CooperativeTask.Yield();
            CooperativeTask.ExitAll();
        });
        Assert.Equal(["a", "b", "c"], _log.Order());
        Assert.Empty(_scheduler.Tasks);

        async Task Wait(string name)
        {
            try
            {
                await new TaskChannel<int>().Receive();
            }
            finally
            {
                _log.Add(name);
            }
        }
    }

    [Fact]
    public void A_failure_while_tasks_are_ended_is_told_to_the_loops_handler()
    {
        _scheduler.Loop.ExceptionHandler = problem => _log.Add(problem.Message);
        var exception = Assert.Throws<FormatException>(() => _scheduler.Run(async () =>
        {
            CooperativeTask.Start(async () =>
            {
                try
                {
                    await CooperativeTask.Delay(TimeSpan.FromDays(1));
                }
                finally
                {
                    ((object?)null)!.ToString();
                }
            }, "second");
            await CooperativeTask.Yield();
            throw new FormatException("first");
        }));
        Assert.Equal("first", exception.Message);
        Assert.StartsWith("Task 'second' has failed while it was ended: ", Assert.Single(_log), StringComparison.Ordinal);
    }

    [Fact]
    public void A_cancelled_task_ends_alone()
    {
        _scheduler.Run(async () =>
        {
            var task = CooperativeTask.Start(() => throw new OperationCanceledException());
            await task.Join(CancellationToken.None);
            Assert.True(task.Completion.IsCanceled);
            _log.Add("main goes on");
        });
        Assert.Equal(["main goes on"], _log);
    }

    [Fact]
    public void A_stopped_loop_ends_the_tasks()
    {
        _scheduler.Run(async () =>
        {
            try
            {
                _scheduler.Loop.CallLater(TimeSpan.FromSeconds(1), _scheduler.Loop.Stop);
                await CooperativeTask.Delay(TimeSpan.FromDays(1));
            }
            finally
            {
                _log.Add($"ended at {_scheduler.Loop.Time.TotalSeconds}");
            }
        });
        Assert.Equal(["ended at 1"], _log);
    }

    [Fact]
    public void A_task_that_waits_with_a_token_is_not_taken_to_be_in_a_deadlock()
    {
        using var source = new CancellationTokenSource();
        using var idle = new ManualResetEventSlim();
        var cancelling = new Thread(() =>
        {
            idle.Wait(TestContext.Current.CancellationToken);
            source.Cancel();
        });
        cancelling.Start();
        _scheduler.Run(async () =>
        {
            CooperativeTask.Start(async () =>
            {
                await CooperativeTask.Yield();
                idle.Set();
            });
            await Assert.ThrowsAsync<OperationCanceledException>(
                async () => await new TaskChannel<int>().Receive(source.Token));
        });
        cancelling.Join();
    }

    [Fact]
    public void Where_deadlocks_are_not_detected_another_thread_can_come_to_the_rescue()
    {
        var scheduler = new CooperativeScheduler { DetectsDeadlock = false };
        var channel = new TaskChannel<int>();
        var received = 0;
        using var waiting = new ManualResetEventSlim();
        var rescue = new Thread(() =>
        {
            waiting.Wait(TestContext.Current.CancellationToken);
            scheduler.Loop.CallSoonThreadSafe(() => channel.TrySend(5));
        });
        rescue.Start();
        scheduler.Run(async () =>
        {
            scheduler.Loop.CallSoon(waiting.Set);
            received = await channel.Receive(CancellationToken.None);
        });
        Assert.Equal(5, received);
        rescue.Join();
    }

    [Fact]
    public void The_list_of_tasks_says_what_each_is_at()
    {
        var text = "";
        _scheduler.Run(async () =>
        {
            var channel = new TaskChannel<int>(name: "letters");
            CooperativeTask.Start(async () =>
            {
                CooperativeTask.Current.IsSystem = true;
                await new Alt(Alt.Receive(channel), Alt.Send(channel, 1)).Choose();
            }, "postman");
            CooperativeTask.Start(async () => await CooperativeTask.Delay(TimeSpan.FromSeconds(1)));
            CooperativeTask.Start(() => Task.Delay(1, TestContext.Current.CancellationToken));
            await CooperativeTask.Yield();
            CooperativeTask.Start(() => Task.CompletedTask);
            text = _scheduler.Describe();
        });
        Assert.Equal(
            ["1  main     running",
            "2s postman  receiving from letters or sending to letters",
            "3  task 3   delayed",
            "4  task 4   waiting for something else",
            "5  task 5   ready"],
            text.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries).Select(line => line.Trim()));
    }

    [Fact]
    public void In_debug_mode_a_task_that_holds_up_the_others_is_named()
    {
        var time = new VirtualTime();
        var scheduler = new CooperativeScheduler(time, debug: true);
        scheduler.Loop.ExceptionHandler = problem => _log.Add(problem.Message);
        scheduler.Run(async () =>
        {
            CooperativeTask.Start(async () =>
            {
                time.Advance(TimeSpan.FromSeconds(1));
                await CooperativeTask.Yield();
                time.Advance(TimeSpan.FromSeconds(2));
            }, "hog");
            await CooperativeTask.Yield();
        });
        Assert.Equal(
            ["Task 'hog' held up the event loop for 1.000 s.", "Task 'hog' held up the event loop for 2.000 s."], _log);
    }

    [Fact]
    public void An_interruption_of_the_thread_ends_the_run_and_runs_the_finally_blocks()
    {
        var scheduler = new CooperativeScheduler { DetectsDeadlock = false };
        Exception? exception = null;
        var thread = new Thread(() => exception = Record.Exception(() => scheduler.Run(async () =>
        {
            try
            {
                await new TaskChannel<int>().Receive();
            }
            finally
            {
                _log.Add("finally");
            }
        })));
        thread.Start();
        // Comes into effect when the loop sleeps, however soon it is called.
        thread.Interrupt();
        thread.Join();
        Assert.IsType<ThreadInterruptedException>(exception);
        Assert.Equal(["finally"], _log);
    }
}
