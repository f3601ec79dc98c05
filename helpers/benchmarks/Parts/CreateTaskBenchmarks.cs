using AsyncProgramming.EventLoops;
using BenchmarkDotNet.Attributes;

namespace Benchmarks.Parts;

/// <summary>One coroutine on a loop, from its creation to its end.</summary>
public class CreateTaskBenchmarks
{
    private const int Coroutines = 10_000;
    private readonly EventLoop _loop = new();

    [Benchmark(OperationsPerInvoke = Coroutines)]
    public void EndsAtOnce() => _loop.RunUntilComplete(() => All(() => Task.CompletedTask));

    [Benchmark(OperationsPerInvoke = Coroutines)]
    public void WaitsOnce() => _loop.RunUntilComplete(() => All(async () => await Task.Yield()));

    [Benchmark(OperationsPerInvoke = Coroutines)]
    public void WaitsForTheSame() => _loop.RunUntilComplete(async () =>
    {
        var gate = new TaskCompletionSource();
        var all = All(async () => await gate.Task);
        await Task.Yield();
        gate.SetResult();
        await all;
    });

    private Task All(Func<Task> coroutine)
    {
        var tasks = new Task[Coroutines];
        for (var i = 0; i < tasks.Length; i++) tasks[i] = _loop.CreateTask(coroutine);
        return Task.WhenAll(tasks);
    }
}
