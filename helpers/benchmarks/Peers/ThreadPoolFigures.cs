using AsyncProgramming.Futures;

namespace Benchmarks.Peers;

/// <summary>The pool of threads, as in a process that has just begun.</summary>
internal static class ThreadPoolFigures
{
    public static IEnumerable<Figure> Measure()
    {
        var pool = PoolMeasure.Run(() => new ThreadPoolExecutor(4), calls: 20_000).GetAwaiter().GetResult();
        yield return new Figure("thread_cold_s", pool.ColdStart, Unit.Seconds, "from making a pool of threads to its first result");
        yield return new Figure("thread_roundtrip_us", pool.RoundTrip, Unit.Microseconds, "from a call to its result, one by one");
        yield return new Figure("thread_tasks_per_s", pool.Throughput, Unit.PerSecond, "small calls, 20,000 submitted at once");
    }
}
