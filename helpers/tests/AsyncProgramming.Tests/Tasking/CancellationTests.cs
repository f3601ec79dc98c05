using AsyncProgramming.EventLoops;
using AsyncProgramming.Tasking;

namespace AsyncProgramming.Tests.Tasking;

public sealed class CancellationTests
{
    private readonly CooperativeScheduler _scheduler = new(new VirtualTime());
    private readonly TaskChannel<int> _channel = new();

    public enum Wait
    {
        Send, Receive, Choose, Delay, Join,
    }

    public static TheoryData<Wait, bool> Waits => new(
        from wait in Enum.GetValues<Wait>()
        from flag in new[] { false, true }
        select (wait, flag));

    [Theory]
    [MemberData(nameof(Waits))]
    public void A_cancelled_wait_ends_with_the_token_of_the_cancellation(Wait wait, bool fromAnotherThread)
    {
        _scheduler.Run(async () =>
        {
            var never = CooperativeTask.Start(async () =>
            {
                CooperativeTask.Current.IsSystem = true;
                await CooperativeTask.Delay(TimeSpan.FromDays(2));
            });
            using var source = new CancellationTokenSource();
            CooperativeTask.Start(async () =>
            {
                await CooperativeTask.Yield();
                if (fromAnotherThread) RunOnAnotherThread(source.Cancel);
                else Cancel(source);
            });
            var exception = await Assert.ThrowsAsync<OperationCanceledException>(() => Begin(wait, never, source.Token));
            Assert.Equal(source.Token, exception.CancellationToken);
            // Nobody is left in line.
            Assert.False(_channel.TrySend(1));
            Assert.False(_channel.TryReceive(out _));
            Assert.True(EventLoop.Running.Time < TimeSpan.FromDays(1));
        });
    }

    [Theory]
    [MemberData(nameof(Waits))]
    public void A_wait_with_a_token_that_was_cancelled_before_does_nothing(Wait wait, bool couldGoOn)
    {
        _scheduler.Run(async () =>
        {
            var never = CooperativeTask.Start(async () =>
            {
                CooperativeTask.Current.IsSystem = true;
                if (wait == Wait.Receive && couldGoOn) await _channel.Send(7);
                else if (couldGoOn) await _channel.Receive();
                else await CooperativeTask.Delay(TimeSpan.FromDays(2));
            });
            await CooperativeTask.Yield();
            await Assert.ThrowsAsync<TaskCanceledException>(() => Begin(wait, never, new CancellationToken(true)));
            Assert.False(never.IsCompleted);
        });
    }

    [Fact]
    public void A_wait_that_is_over_is_not_cancelled_any_more()
    {
        _scheduler.Run(async () =>
        {
            using var source = new CancellationTokenSource();
            var received = new List<int>();
            CooperativeTask.Start(async () => received.Add(await _channel.Receive(source.Token)));
            await CooperativeTask.Yield();
            await _channel.Send(1, CancellationToken.None);
            Cancel(source);
            await CooperativeTask.Yield();
            Assert.Equal([1], received);
        });
    }

    [Fact]
    public void A_cancelled_delay_leaves_no_timer()
    {
        _scheduler.Run(async () =>
        {
            using var source = new CancellationTokenSource();
            CooperativeTask.Start(async () =>
            {
                await CooperativeTask.Yield();
                Cancel(source);
            });
            await Assert.ThrowsAsync<OperationCanceledException>(
                async () => await CooperativeTask.Delay(TimeSpan.FromDays(1), source.Token));
            Assert.False(_scheduler.Loop.HasTimers);
        });
    }

    private static void Cancel(CancellationTokenSource source) => source.Cancel();

    private static void RunOnAnotherThread(Action action)
    {
        var thread = new Thread(() => action());
        thread.Start();
        thread.Join();
    }

    private async Task Begin(Wait wait, CooperativeTask task, CancellationToken token)
    {
        switch (wait)
        {
            case Wait.Send:
                await _channel.Send(1, token);
                break;
            case Wait.Receive:
                await _channel.Receive(token);
                break;
            case Wait.Choose:
                await new Alt(Alt.Receive(_channel), Alt.Send(new TaskChannel<int>(), 1)).Choose(token);
                break;
            case Wait.Delay:
                await CooperativeTask.Delay(TimeSpan.FromDays(1), token);
                break;
            default:
                await task.Join(token);
                break;
        }
    }
}
