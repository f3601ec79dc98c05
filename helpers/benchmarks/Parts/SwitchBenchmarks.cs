using AsyncProgramming.EventLoops;
using AsyncProgramming.Tasking;
using BenchmarkDotNet.Attributes;

namespace Benchmarks.Parts;

/// <summary>One turn of a coroutine on a loop.</summary>
public class SwitchBenchmarks
{
    private const int Turns = 100_000;
    private readonly EventLoop _loop = new();

    [Params(1, 1_000)]
    public int Coroutines { get; set; }

    [Benchmark(OperationsPerInvoke = Turns)]
    public void Yield() => _loop.RunUntilComplete(() => All(async turns =>
    {
        for (var i = 0; i < turns; i++) await Task.Yield();
    }));

    [Benchmark(OperationsPerInvoke = Turns)]
    public void YieldOfTheLibrary() => _loop.RunUntilComplete(() => All(async turns =>
    {
        for (var i = 0; i < turns; i++) await CooperativeTask.Yield();
    }));

    [Benchmark(OperationsPerInvoke = Turns)]
    public void DelayOfNothing() => _loop.RunUntilComplete(() => All(async turns =>
    {
        for (var i = 0; i < turns; i++) await EventLoop.Delay(TimeSpan.Zero);
    }));

    private Task All(Func<int, Task> takeTurns) =>
        Task.WhenAll(Enumerable.Range(0, Coroutines).Select(_ => _loop.CreateTask(() => takeTurns(Turns / Coroutines))));
}
