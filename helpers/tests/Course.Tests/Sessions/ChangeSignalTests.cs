using Course.Sessions;
using Microsoft.Extensions.Time.Testing;

namespace Course.Tests.Sessions;

public sealed class ChangeSignalTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly ChangeSignal _signal;
    private int _raised;

    public ChangeSignalTests() => _signal = new ChangeSignal(() => _raised++, _time);

    public void Dispose() => _signal.Dispose();

    [Fact]
    public void The_first_change_is_told_at_once_and_those_that_follow_it_together()
    {
        _signal.Set();
        Assert.Equal(1, _raised);
        for (var i = 0; i < 1_000; i++) _signal.Set();
        _time.Advance(ChangeSignal.Interval - TimeSpan.FromMilliseconds(1));
        Assert.Equal(1, _raised);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(2, _raised);
        _time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(2, _raised);
        _signal.Set();
        Assert.Equal(3, _raised);
    }

    [Fact]
    public void A_steady_stream_of_changes_is_told_of_twenty_times_a_second()
    {
        for (var i = 0; i < 1_000; i++)
        {
            _signal.Set();
            _time.Advance(TimeSpan.FromMilliseconds(1));
        }

        Assert.Equal(1 + 20, _raised);
    }

    [Fact]
    public void A_change_while_the_last_one_is_told_is_told_afterwards()
    {
        ChangeSignal? signal = null;
        var raised = 0;
        signal = new ChangeSignal(
            () =>
            {
                if (raised++ == 0) signal!.Set();
            },
            _time);
        signal.Set();
        Assert.Equal(1, raised);
        _time.Advance(ChangeSignal.Interval);
        Assert.Equal(2, raised);
    }

    [Fact]
    public void Nothing_is_told_once_it_is_disposed_of()
    {
        _signal.Set();
        _signal.Set();
        _signal.Dispose();
        _time.Advance(TimeSpan.FromSeconds(1));
        _signal.Set();
        Assert.Equal(1, _raised);
    }
}
