using AsyncProgramming.EventLoops;
using AsyncProgramming.Tasking;
using BenchmarkDotNet.Attributes;

namespace Benchmarks.Parts;

/// <summary>One sleep at a rendezvous, and being woken.</summary>
public class RendezvousBenchmarks
{
    private const int Sleeps = 100_000;

    [Params(1, 1_000)]
    public int Sleepers { get; set; }

    /// <summary>All are woken at once, again and again.</summary>
    [Benchmark(OperationsPerInvoke = Sleeps)]
    public void WakeAll() => EventLoop.Run(async () =>
    {
        var bell = new Rendezvous();
        var sleepers = Task.WhenAll(Enumerable.Range(0, Sleepers).Select(_ => Sleep(bell, Sleeps / Sleepers)));
        while (bell.WakeAll() > 0) await Task.Yield();
        await sleepers;
    });

    private static async Task Sleep(Rendezvous bell, int times)
    {
        for (var i = 0; i < times; i++) await bell.Sleep();
    }
}
