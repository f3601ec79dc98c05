using Microsoft.Extensions.Time.Testing;

namespace AsyncProgramming.Tests.EventLoops;

/// <summary>
/// A clock on which time passes as soon as somebody waits for it: an idle loop asks it for a timer, and it moves on to the
/// moment when that is due. So a loop runs for hours within milliseconds, on one thread.
/// </summary>
internal sealed class PassingTime : FakeTimeProvider
{
    /// <summary>How often somebody has waited.</summary>
    public int Waits { get; private set; }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        Waits++;
        var timer = base.CreateTimer(callback, state, dueTime, period);
        Advance(dueTime);
        return timer;
    }
}
