using System.Diagnostics;
using AsyncProgramming.EventLoops;
using AsyncProgramming.Tasking;

namespace Benchmarks.Peers;

/// <summary>Two coroutines on one loop that send each other a message in turns.</summary>
internal static class ChannelFigures
{
    private const int RoundTrips = 100_000;

    public static IEnumerable<Figure> Measure()
    {
        yield return new Figure(
            "queue_pingpong_per_s", RoundTripsPerSecond(capacity: 1), Unit.PerSecond, "round trips over two channels that hold one");
        yield return new Figure(
            "unbuffered_pingpong_per_s", RoundTripsPerSecond(capacity: 0), Unit.PerSecond, "round trips over two that hold none");
    }

    private static double RoundTripsPerSecond(int capacity) =>
        PeerFigures.PerSecond(RoundTrips, () => EventLoop.Run(() => PingPong(capacity)));

    private static async Task<TimeSpan> PingPong(int capacity)
    {
        var there = new TaskChannel<int>(capacity);
        var back = new TaskChannel<int>(capacity);
        var echo = EventLoop.Running.CreateTask(Echo);
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < RoundTrips; i++)
        {
            await there.Send(i);
            await back.Receive();
        }

        await echo;
        return Stopwatch.GetElapsedTime(start);

        async Task Echo()
        {
            for (var i = 0; i < RoundTrips; i++) await back.Send(await there.Receive());
        }
    }
}
