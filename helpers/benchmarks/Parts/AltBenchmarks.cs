using AsyncProgramming.EventLoops;
using AsyncProgramming.Tasking;
using BenchmarkDotNet.Attributes;

namespace Benchmarks.Parts;

/// <summary>One item by an alt over several channels.</summary>
public class AltBenchmarks
{
    private const int Items = 100_000;

    [Params(1, 2, 8)]
    public int Channels { get; set; }

    /// <summary>Every channel has an item; the one that is received is replaced.</summary>
    [Benchmark(OperationsPerInvoke = Items)]
    public void ReceiveWithoutWaiting() => EventLoop.Run(async () =>
    {
        var channels = MakeChannels(capacity: 1);
        foreach (var channel in channels) await channel.Send(0);
        var alt = new Alt([.. channels.Select(Alt.Receive)]);
        for (var i = 0; i < Items; i++) await channels[await alt.Choose()].Send(i);
    });

    /// <summary>The items come through one channel, one at a time.</summary>
    [Benchmark(OperationsPerInvoke = Items)]
    public void ReceiveWaiting() => EventLoop.Run(async () =>
    {
        var channels = MakeChannels(capacity: 0);
        var receiver = Receive(new Alt([.. channels.Select(Alt.Receive)]));
        for (var i = 0; i < Items; i++) await channels[0].Send(i);
        await receiver;
    });

    private TaskChannel<int>[] MakeChannels(int capacity)
    {
        var channels = new TaskChannel<int>[Channels];
        for (var i = 0; i < Channels; i++) channels[i] = new TaskChannel<int>(capacity);
        return channels;
    }

    private static async Task Receive(Alt alt)
    {
        for (var i = 0; i < Items; i++) await alt.Choose();
    }
}
