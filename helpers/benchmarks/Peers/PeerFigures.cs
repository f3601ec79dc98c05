namespace Benchmarks.Peers;

/// <summary>
/// The figures that the same work gives in other languages, too. A peer's script does each in the same order of size, with
/// the same calls of its own library.
/// </summary>
internal static class PeerFigures
{
    private static readonly TimeSpan WarmUpTime = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Measures one figure after the other, the pools first: their cold start is that of a fresh process. What takes much
    /// memory comes last, so that no other figure finds it left.
    /// </summary>
    public static IEnumerable<Figure> Measure() => PoolFigures.Measure()
        .Concat(CallFigures.Measure())
        .Concat(CoroutineFigures.Measure())
        .Concat(ChannelFigures.Measure())
        .Concat(TimerFigures.Measure())
        .Concat(MillionFigures.Measure());

    /// <summary>How many operations a second.</summary>
    /// <remarks>
    /// Before, it runs until it runs optimised. The runtime compiles a method quickly at first, and again with all
    /// optimisations some 100 ms after the thirtieth call.
    /// </remarks>
    /// <param name="operations">How many a run does.</param>
    /// <param name="run">Does so many, and says how long that took.</param>
    public static double PerSecond(int operations, Func<TimeSpan> run) =>
        operations / MedianTime.Of(WarmUpTime, run).TotalSeconds;
}
