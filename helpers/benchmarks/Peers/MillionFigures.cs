using System.Diagnostics;
using System.Runtime.CompilerServices;
using AsyncProgramming.EventLoops;

namespace Benchmarks.Peers;

/// <summary>A million of each. Peers are not measured so.</summary>
internal static class MillionFigures
{
    private const int Million = 1_000_000;

    public static IEnumerable<Figure> Measure()
    {
        var waiting = WaitingMeasure.Of(Million, WaitingMeasure.Receivers);
        yield return new Figure(
            "bytes_per_coroutine_1m", waiting.Live, Unit.Bytes, "live on the heap, of each of a million at a channel");
        yield return new Figure(
            "rss_per_coroutine_1m", waiting.Resident, Unit.Bytes, "that the process grew by, garbage included");
        yield return new Figure(
            "coroutines_1m_s", waiting.Seconds, Unit.Seconds, "to start that million, and to let all end");

        var (elapsed, bytes) = CancelledTimers();
        yield return new Figure(
            "timers_1m_cancelled_s", elapsed.TotalSeconds, Unit.Seconds, "to start a million timers, and to cancel all");
        yield return new Figure(
            "timers_1m_bytes_left", bytes, Unit.Bytes, "on the heap, of that million, while the loop lives");
    }

    private static (TimeSpan Elapsed, long BytesLeft) CancelledTimers()
    {
        using var loop = new EventLoop();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var elapsed = StartAndCancel(loop);
        return (elapsed, GC.GetTotalMemory(forceFullCollection: true) - before);
    }

    // Not inlined: what only this method has referred to is garbage when it returns.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static TimeSpan StartAndCancel(EventLoop loop)
    {
        var start = Stopwatch.GetTimestamp();
        var handles = new CallHandle[Million];
        for (var i = 0; i < Million; i++) handles[i] = loop.CallLater(TimeSpan.FromHours(1), () => { });
        foreach (var handle in handles) handle.Cancel();
        return Stopwatch.GetElapsedTime(start);
    }
}
