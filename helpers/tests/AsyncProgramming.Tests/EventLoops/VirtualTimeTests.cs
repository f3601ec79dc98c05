using AsyncProgramming.EventLoops;

namespace AsyncProgramming.Tests.EventLoops;

public sealed class VirtualTimeTests
{
    [Fact]
    public void A_day_of_waiting_passes_at_once_and_to_the_tick()
    {
        var time = new VirtualTime();
        using var loop = new EventLoop(time);
        loop.RunUntilComplete(() => EventLoop.Delay(TimeSpan.FromDays(1)));
        Assert.Equal(TimeSpan.FromDays(1), loop.Time);
        Assert.Equal(DateTimeOffset.UnixEpoch.AddDays(1), time.GetUtcNow());
    }

    [Fact]
    public void Work_takes_the_time_that_it_says()
    {
        var time = new VirtualTime();
        time.Advance(TimeSpan.FromMilliseconds(30));
        Assert.Equal(TimeSpan.FromMilliseconds(30).Ticks, time.GetTimestamp());
        Assert.Throws<ArgumentOutOfRangeException>(() => time.Advance(TimeSpan.FromTicks(-1)));
    }

    [Fact]
    public void A_timer_that_is_due_again_and_again_is_refused() =>
        Assert.Throws<NotSupportedException>(
            () => new VirtualTime().CreateTimer(_ => { }, null, TimeSpan.Zero, TimeSpan.FromSeconds(1)));
}
