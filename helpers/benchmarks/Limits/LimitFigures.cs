using System.Diagnostics;

namespace Benchmarks.Limits;

/// <summary>
/// What no library can do without, measured by itself: it says how near to the possible a figure of the library is.
/// </summary>
internal static class LimitFigures
{
    private static readonly TimeSpan WarmUpTime = TimeSpan.FromMilliseconds(300);

    public static IEnumerable<Figure> Measure() => RuntimeLimits.Measure().Concat(SystemLimits.Measure());

    /// <summary>The time of one of many operations, in nanoseconds.</summary>
    /// <param name="operations">How many each run does.</param>
    /// <param name="run">Does so many.</param>
    public static double Nanoseconds(int operations, Action<int> run)
    {
        return MedianTime.Of(WarmUpTime, RunOnce).TotalNanoseconds / operations;

        TimeSpan RunOnce()
        {
            var start = Stopwatch.GetTimestamp();
            run(operations);
            return Stopwatch.GetElapsedTime(start);
        }
    }
}
