using AsyncProgramming.Futures;

namespace Benchmarks.Parts;

/// <summary>One call in a pool of four processes.</summary>
public class ProcessPoolBenchmarks : PoolBenchmarks
{
    private protected override Executor MakePool() => new ProcessPoolExecutor(4);
}
