using AsyncProgramming.Futures;

namespace Benchmarks.Parts;

/// <summary>One call in a pool of four threads.</summary>
public class ThreadPoolBenchmarks : PoolBenchmarks
{
    private protected override Executor MakePool() => new ThreadPoolExecutor(4);
}
