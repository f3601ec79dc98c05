using AsyncProgramming.Futures;
using BenchmarkDotNet.Attributes;

namespace Benchmarks.Parts;

/// <summary>One small call in a pool.</summary>
public abstract class PoolBenchmarks
{
    private const int Calls = 1_000;
    private Executor? _pool;

    [GlobalSetup]
    public void Start()
    {
        _pool = MakePool();
        Throughput();
    }

    [GlobalCleanup]
    public void Stop() => _pool!.Shutdown().Wait();

    [Benchmark]
    public int RoundTrip() => _pool!.Submit(Echo, 1).Result;

    [Benchmark(OperationsPerInvoke = Calls)]
    public void Throughput() => Task.WaitAll(Enumerable.Range(0, Calls).Select(i => _pool!.Submit(Echo, i)));

    private protected abstract Executor MakePool();

    private static int Echo(int x) => x;
}
