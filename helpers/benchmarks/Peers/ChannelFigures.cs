using System.Diagnostics;
using System.Threading.Channels;
using AsyncProgramming.EventLoops;

namespace Benchmarks.Peers;

/// <summary>Two coroutines on one loop that send each other a message in turns.</summary>
internal static class ChannelFigures
{
    private const int RoundTrips = 100_000;

    public static IEnumerable<Figure> Measure()
    {
        PeerFigures.WarmUp(() => EventLoop.Run(() => PingPong(10_000)));
        yield return new Figure(
            "queue_pingpong_per_s", RoundTrips / EventLoop.Run(() => PingPong(RoundTrips)).TotalSeconds, Unit.PerSecond,
            "round trips over two channels that hold one");
    }

    private static async Task<TimeSpan> PingPong(int roundTrips)
    {
        var there = Channel.CreateBounded<int>(1);
        var back = Channel.CreateBounded<int>(1);
        var echo = EventLoop.Running.CreateTask(Echo);
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < roundTrips; i++)
        {
            await there.Writer.WriteAsync(i);
            await back.Reader.ReadAsync();
        }

        await echo;
        return Stopwatch.GetElapsedTime(start);

        async Task Echo()
        {
            for (var i = 0; i < roundTrips; i++) await back.Writer.WriteAsync(await there.Reader.ReadAsync());
        }
    }
}
