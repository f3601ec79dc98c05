using AsyncProgramming.Coroutines;
using BenchmarkDotNet.Attributes;

namespace Benchmarks.Parts;

/// <summary>One step of a generator-style coroutine.</summary>
public class CoroutineBenchmarks
{
    private const int Steps = 10_000;

    [Benchmark(OperationsPerInvoke = Steps)]
    public void Next()
    {
        using var coroutine = new Coroutine<int, int, int>(_ => Numbers());
        for (var i = 0; i < Steps; i++) coroutine.Next();
    }

    [Benchmark(OperationsPerInvoke = Steps)]
    public int Send()
    {
        using var coroutine = new Coroutine<int, int, int>(Echo);
        coroutine.Next();
        for (var i = 0; i < Steps; i++) coroutine.Send(i);
        return coroutine.Current;
    }

    [Benchmark(OperationsPerInvoke = Steps)]
    public void RoundRobin()
    {
        using var scheduler = new RoundRobinScheduler();
        for (var i = 0; i < 100; i++) scheduler.Add(new Coroutine<int, int, int>(_ => Numbers()));
        for (var i = 0; i < Steps; i++) scheduler.RunOnce();
    }

    private static IEnumerable<int> Numbers()
    {
        for (var i = 0; ; i++) yield return i;
    }

    private static IEnumerable<int> Echo(CoroutineContext<int, int> context)
    {
        yield return 0;
        while (true) yield return context.Receive();
    }
}
