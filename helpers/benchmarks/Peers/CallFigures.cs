using System.Diagnostics;
using AsyncProgramming.EventLoops;

namespace Benchmarks.Peers;

/// <summary>Callbacks, one after the other.</summary>
internal static class CallFigures
{
    private const int Calls = 1_000_000;

    public static IEnumerable<Figure> Measure()
    {
        using var loop = new EventLoop();
        yield return new Figure(
            "call_soon_per_s", PeerFigures.PerSecond(Calls, () => Chain(loop)), Unit.PerSecond,
            "callbacks, each asking for the next");
    }

    private static TimeSpan Chain(EventLoop loop)
    {
        var left = Calls;
        // Made once: a method group in its place would make a delegate for each call.
        Action tick = null!;
        tick = () =>
        {
            if (--left > 0) loop.CallSoon(tick);
            else loop.Stop();
        };

        var start = Stopwatch.GetTimestamp();
        loop.CallSoon(tick);
        loop.RunForever();
        return Stopwatch.GetElapsedTime(start);
    }
}
