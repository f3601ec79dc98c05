using AsyncProgramming.Futures;

namespace Benchmarks.Peers;

/// <summary>The pools of threads and of processes, first as in a process that has just begun.</summary>
internal static class PoolFigures
{
    private const int Workers = 4, ThreadCalls = 20_000, ProcessCalls = 10_000;

    public static IEnumerable<Figure> Measure()
    {
        foreach (var figure in Cold("thread", "a pool of threads", MakeThreads, ThreadCalls)) yield return figure;
        foreach (var figure in Cold("process", "a pool of processes", MakeProcesses, ProcessCalls)) yield return figure;
        yield return Warm("thread", MakeThreads, ThreadCalls);
        yield return Warm("process", MakeProcesses, ProcessCalls);
    }

    private static Executor MakeThreads() => new ThreadPoolExecutor(Workers);

    private static Executor MakeProcesses() => new ProcessPoolExecutor(Workers);

    private static IEnumerable<Figure> Cold(string key, string name, Func<Executor> make, int calls)
    {
        var pool = PoolMeasure.Cold(make, calls).GetAwaiter().GetResult();
        yield return new Figure($"{key}_cold_s", pool.Start, Unit.Seconds, $"from making {name} to its first result");
        yield return new Figure($"{key}_roundtrip_us", pool.RoundTrip, Unit.Microseconds, "from a call to its result, one by one");
        yield return new Figure($"{key}_tasks_per_s", pool.Throughput, Unit.PerSecond, $"small calls, {calls:#,0} submitted at once");
    }

    private static Figure Warm(string key, Func<Executor> make, int calls) => new(
        $"{key}_tasks_warm_per_s", PoolMeasure.Warm(make, calls), Unit.PerSecond, "the same again, when all is compiled");
}
