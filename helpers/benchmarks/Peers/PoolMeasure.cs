using System.Diagnostics;
using AsyncProgramming.Futures;

namespace Benchmarks.Peers;

/// <summary>How soon a pool of four workers is there, how soon it answers, and how much it gets done.</summary>
internal sealed class PoolMeasure
{
    private const int WarmUpCalls = 64, RoundTrips = 2_000;

    private PoolMeasure()
    {
    }

    /// <summary>From making the pool to its first result, in seconds.</summary>
    public double ColdStart { get; private init; }

    /// <summary>From submitting a call to its result, one after the other, in microseconds.</summary>
    public double RoundTrip { get; private init; }

    /// <summary>Calls a second, all submitted at once.</summary>
    public double Throughput { get; private init; }

    public static async Task<PoolMeasure> Run(Func<Executor> make, int calls)
    {
        var start = Stopwatch.GetTimestamp();
        await using var pool = make();
        pool.Submit(Echo, 1).Wait();
        var coldStart = Stopwatch.GetElapsedTime(start);

        Task.WaitAll(Enumerable.Range(0, WarmUpCalls).Select(i => pool.Submit(Echo, i)));

        start = Stopwatch.GetTimestamp();
        for (var i = 0; i < RoundTrips; i++) pool.Submit(Echo, i).Wait();
        var roundTrip = Stopwatch.GetElapsedTime(start) / RoundTrips;

        start = Stopwatch.GetTimestamp();
        var results = Enumerable.Range(0, calls).Select(i => pool.Submit(Echo, i)).ToList();
        await foreach (var result in Task.WhenEach(results)) await result;
        var elapsed = Stopwatch.GetElapsedTime(start);

        return new PoolMeasure
        {
            ColdStart = coldStart.TotalSeconds,
            RoundTrip = roundTrip.TotalMicroseconds,
            Throughput = calls / elapsed.TotalSeconds,
        };
    }

    private static int Echo(int x) => x;
}
