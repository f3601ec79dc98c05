using AsyncProgramming.Futures;

namespace Benchmarks.Peers;

/// <summary>The pool of processes, as in a process that has just begun.</summary>
internal static class ProcessPoolFigures
{
    public static IEnumerable<Figure> Measure()
    {
        var pool = PoolMeasure.Run(() => new ProcessPoolExecutor(4), calls: 10_000).GetAwaiter().GetResult();
        yield return new Figure("process_cold_s", pool.ColdStart, Unit.Seconds, "from making a pool of processes to its first result");
        yield return new Figure("process_roundtrip_us", pool.RoundTrip, Unit.Microseconds, "from a call to its result, one by one");
        yield return new Figure("process_tasks_per_s", pool.Throughput, Unit.PerSecond, "small calls, 10,000 submitted at once");
    }
}
