using System.Diagnostics;
using AsyncProgramming.EventLoops;

namespace Benchmarks.Peers;

/// <summary>Timers that fire, and timers that wait.</summary>
internal static class TimerFigures
{
    private const int Timers = 100_000;
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan IdleTime = TimeSpan.FromSeconds(5);

    public static IEnumerable<Figure> Measure()
    {
        using (var loop = new EventLoop())
        {
            yield return new Figure(
                "timers_per_s_100k", PeerFigures.PerSecond(Timers, () => FireAll(loop)), Unit.PerSecond,
                "timers due within 50 ms, until all have fired");
        }

        yield return new Figure(
            "idle_cpu_percent", IdleProcessorTime(), Unit.Percent, "of one core, while 100,000 timers are pending");
    }

    /// <summary>Timers spread over 50 ms, in an order that is not that of their times.</summary>
    private static TimeSpan FireAll(EventLoop loop)
    {
        var left = Timers;
        var fire = () =>
        {
            if (--left == 0) loop.Stop();
        };
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < Timers; i++) loop.CallLater(TimeSpan.FromMicroseconds(i * 7919L % 50_000), fire);
        loop.RunForever();
        return Stopwatch.GetElapsedTime(start);
    }

    private static double IdleProcessorTime()
    {
        using var loop = new EventLoop();
        for (var i = 0; i < Timers; i++) loop.CallLater(Hour, () => { });
        var used = TimeSpan.Zero;
        // The first second is for what came before: the JIT compiler and the garbage collector work on for a while.
        loop.CallLater(TimeSpan.FromSeconds(1), () => used = Environment.CpuUsage.TotalTime);
        loop.CallLater(TimeSpan.FromSeconds(1) + IdleTime, loop.Stop);
        loop.RunForever();
        return (Environment.CpuUsage.TotalTime - used) / IdleTime * 100;
    }
}
