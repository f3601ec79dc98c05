using System.Diagnostics;
using AsyncProgramming.EventLoops;
using AsyncProgramming.Tasking;

namespace Benchmarks.Peers;

/// <summary>Coroutines that take turns, and coroutines that wait.</summary>
internal static class CoroutineFigures
{
    private const int Coroutines = 1_000, Turns = 1_000;

    public static IEnumerable<Figure> Measure()
    {
        yield return new Figure(
            "switches_per_s_1000x1000", PeerFigures.PerSecond(Coroutines * Turns, OnLoop), Unit.PerSecond,
            "turns: 1,000 coroutines, 1,000 each");
        yield return new Figure(
            "task_switches_per_s_1000x1000", PeerFigures.PerSecond(Coroutines * Turns, InScheduler), Unit.PerSecond,
            "the same of cooperative tasks");

        var waiting = WaitingMeasure.Of(100_000, WaitingMeasure.Receivers);
        yield return new Figure(
            "bytes_per_coroutine_100k", waiting.Live, Unit.Bytes, "live on the heap, of each of 100,000 at a channel");
        yield return new Figure(
            "rss_per_coroutine_100k", waiting.Resident, Unit.Bytes, "that the process grew by, garbage included");
        yield return Live("bytes_per_awaiter_100k", WaitingMeasure.Awaiters, "live, where they await a Task");
        yield return Live("bytes_per_created_100k", WaitingMeasure.Created, "and where CreateTask has made them");
        yield return Live("bytes_per_task_100k", WaitingMeasure.Tasks, "live, of cooperative tasks at a channel");
    }

    private static Figure Live(string key, string kind, string meaning) =>
        new(key, WaitingMeasure.Of(100_000, kind).Live, Unit.Bytes, meaning);

    private static TimeSpan OnLoop() => EventLoop.Run(async () =>
    {
        var start = Stopwatch.GetTimestamp();
        var tasks = new Task[Coroutines];
        for (var i = 0; i < Coroutines; i++) tasks[i] = EventLoop.Running.CreateTask(Coroutine);
        await Task.WhenAll(tasks);
        return Stopwatch.GetElapsedTime(start);

        async Task Coroutine()
        {
            for (var i = 0; i < Turns; i++) await Task.Yield();
        }
    });

    private static TimeSpan InScheduler()
    {
        var scheduler = new CooperativeScheduler();
        var start = Stopwatch.GetTimestamp();
        scheduler.Run(async () =>
        {
            for (var i = 1; i < Coroutines; i++) CooperativeTask.Start(Body);
            await Body();
        });
        return Stopwatch.GetElapsedTime(start);

        async Task Body()
        {
            for (var i = 0; i < Turns; i++) await CooperativeTask.Yield();
        }
    }
}
