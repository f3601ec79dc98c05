using System.Diagnostics;
using AsyncProgramming.EventLoops;

namespace Benchmarks.Peers;

/// <summary>Coroutines that take turns, and coroutines that wait.</summary>
internal static class CoroutineFigures
{
    public static IEnumerable<Figure> Measure()
    {
        yield return new Figure(
            "switches_per_s_1000x1000", SwitchesPerSecond(), Unit.PerSecond, "turns: 1,000 coroutines, 1,000 each");

        var waiting = WaitingCoroutines.Measure(100_000);
        yield return new Figure(
            "bytes_per_coroutine_100k", waiting.Live, Unit.Bytes, "live on the heap, of each of 100,000 that wait");
        yield return new Figure(
            "rss_per_coroutine_100k", waiting.Resident, Unit.Bytes, "that the process grew by, garbage included");
    }

    private static double SwitchesPerSecond()
    {
        const int coroutines = 1_000, turns = 1_000;
        using var loop = new EventLoop();
        PeerFigures.WarmUp(() => Run(100));
        return coroutines * turns / Run(turns).TotalSeconds;

        TimeSpan Run(int each) => loop.RunUntilComplete(async () =>
        {
            var start = Stopwatch.GetTimestamp();
            var tasks = new Task[coroutines];
            for (var i = 0; i < coroutines; i++) tasks[i] = loop.CreateTask(() => TakeTurns(each));
            await Task.WhenAll(tasks);
            return Stopwatch.GetElapsedTime(start);
        });
    }

    private static async Task TakeTurns(int turns)
    {
        for (var i = 0; i < turns; i++) await Task.Yield();
    }
}
