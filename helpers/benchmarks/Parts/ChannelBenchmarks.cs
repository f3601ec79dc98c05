using AsyncProgramming.EventLoops;
using AsyncProgramming.Tasking;
using BenchmarkDotNet.Attributes;

namespace Benchmarks.Parts;

/// <summary>One item through a channel.</summary>
public class ChannelBenchmarks
{
    private const int Items = 100_000;

    [Params(0, 1, 100)]
    public int Capacity { get; set; }

    [Benchmark(OperationsPerInvoke = Items)]
    public void SendAndReceive() => EventLoop.Run(async () =>
    {
        var channel = new TaskChannel<int>(Capacity);
        var sender = Send(channel);
        for (var i = 0; i < Items; i++) await channel.Receive();
        await sender;
    });

    [Benchmark(OperationsPerInvoke = Items)]
    public void RoundTrip() => EventLoop.Run(async () =>
    {
        var there = new TaskChannel<int>(Capacity);
        var back = new TaskChannel<int>(Capacity);
        var echo = Echo(there, back);
        for (var i = 0; i < Items; i++)
        {
            await there.Send(i);
            await back.Receive();
        }

        await echo;
    });

    private static async Task Send(TaskChannel<int> channel)
    {
        for (var i = 0; i < Items; i++) await channel.Send(i);
    }

    private static async Task Echo(TaskChannel<int> there, TaskChannel<int> back)
    {
        for (var i = 0; i < Items; i++) await back.Send(await there.Receive());
    }
}
