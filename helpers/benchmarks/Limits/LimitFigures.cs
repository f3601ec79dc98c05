using System.Diagnostics;

namespace Benchmarks.Limits;

/// <summary>
/// What no library can do without, measured by itself: it says how near to the possible a figure of the library is.
/// </summary>
internal static class LimitFigures
{
    private static readonly TimeSpan WarmUpTime = TimeSpan.FromMilliseconds(300);

    public static IEnumerable<Figure> Measure() => RuntimeLimits.Measure().Concat(SystemLimits.Measure());

    /// <summary>The time of one of many operations: the median of five runs, in nanoseconds.</summary>
    /// <param name="operations">How many each run does.</param>
    /// <param name="run">Does so many.</param>
    public static double Nanoseconds(int operations, Action<int> run)
    {
        var start = Stopwatch.GetTimestamp();
        do run(operations);
        while (Stopwatch.GetElapsedTime(start) < WarmUpTime);

        var times = new double[5];
        for (var i = 0; i < times.Length; i++)
        {
            start = Stopwatch.GetTimestamp();
            run(operations);
            times[i] = Stopwatch.GetElapsedTime(start).TotalNanoseconds / operations;
        }

        return times.Order().ElementAt(times.Length / 2);
    }
}
