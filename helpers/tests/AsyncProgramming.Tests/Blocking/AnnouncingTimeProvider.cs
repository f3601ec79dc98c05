using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;

namespace AsyncProgramming.Tests.Blocking;

/// <summary>A fake clock that tells when the server has begun to wait, so that no test has to guess.</summary>
internal sealed class AnnouncingTimeProvider : FakeTimeProvider
{
    private readonly Channel<ITimer> _timers = Channel.CreateUnbounded<ITimer>();

    public Task<ITimer> TimerCreated(CancellationToken cancellation) => _timers.Reader.ReadAsync(cancellation).AsTask();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        _timers.Writer.TryWrite(timer);
        return timer;
    }
}
