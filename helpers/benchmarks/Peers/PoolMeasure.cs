using System.Diagnostics;
using AsyncProgramming.Futures;

namespace Benchmarks.Peers;

/// <summary>How soon a pool is there, how soon it answers, and how much it gets done.</summary>
/// <param name="Start">From making the pool to its first result, in seconds.</param>
/// <param name="RoundTrip">From submitting a call to its result, one after the other, in microseconds.</param>
/// <param name="Throughput">Calls a second, all submitted at once.</param>
internal sealed record PoolMeasure(double Start, double RoundTrip, double Throughput)
{
    private const int WarmUpCalls = 64, RoundTrips = 2_000;

    /// <summary>As it is in a process that has just begun.</summary>
    public static async Task<PoolMeasure> Cold(Func<Executor> make, int calls)
    {
        var begin = Stopwatch.GetTimestamp();
        await using var pool = make();
        pool.Submit(Echo, 1).Wait();
        var start = Stopwatch.GetElapsedTime(begin);

        Task.WaitAll(Enumerable.Range(0, WarmUpCalls).Select(i => pool.Submit(Echo, i)));

        begin = Stopwatch.GetTimestamp();
        for (var i = 0; i < RoundTrips; i++) pool.Submit(Echo, i).Wait();
        var roundTrip = Stopwatch.GetElapsedTime(begin) / RoundTrips;

        var elapsed = await All(pool, calls);
        return new PoolMeasure(start.TotalSeconds, roundTrip.TotalMicroseconds, calls / elapsed.TotalSeconds);
    }

    /// <summary>Calls a second, all submitted at once, when pool and workers run optimised.</summary>
    public static double Warm(Func<Executor> make, int calls)
    {
        var pool = make();
        try
        {
            return PeerFigures.PerSecond(calls, () => All(pool, calls).GetAwaiter().GetResult());
        }
        finally
        {
            pool.Shutdown().Wait();
        }
    }

    private static async Task<TimeSpan> All(Executor pool, int calls)
    {
        var start = Stopwatch.GetTimestamp();
        var results = Enumerable.Range(0, calls).Select(i => pool.Submit(Echo, i)).ToList();
        await foreach (var result in Task.WhenEach(results)) await result;
        return Stopwatch.GetElapsedTime(start);
    }

    private static int Echo(int x) => x;
}
