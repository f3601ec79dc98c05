using System.Diagnostics;

namespace Benchmarks;

/// <summary>The time of what takes some milliseconds only: the median of five runs.</summary>
internal static class MedianTime
{
    private const int Runs = 5;

    /// <param name="warmUpTime">For how long it runs before, so that the runs that count are optimised.</param>
    /// <param name="run">Runs once, and says how long that took.</param>
    public static TimeSpan Of(TimeSpan warmUpTime, Func<TimeSpan> run)
    {
        var start = Stopwatch.GetTimestamp();
        do run();
        while (Stopwatch.GetElapsedTime(start) < warmUpTime);

        return Enumerable.Range(0, Runs).Select(_ => run()).Order().ElementAt(Runs / 2);
    }
}
