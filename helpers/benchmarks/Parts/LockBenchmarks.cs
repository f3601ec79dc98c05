using AsyncProgramming.EventLoops;
using AsyncProgramming.Tasking;
using BenchmarkDotNet.Attributes;

namespace Benchmarks.Parts;

/// <summary>Taking a lock and leaving it.</summary>
public class LockBenchmarks
{
    private const int Turns = 100_000;

    /// <summary>With more than one, the lock is never free: it goes from one to the next.</summary>
    [Params(1, 2, 1_000)]
    public int Coroutines { get; set; }

    [Benchmark(OperationsPerInvoke = Turns)]
    public void Queueing()
    {
        var gate = new QueueingLock();
        Run(async turns =>
        {
            for (var i = 0; i < turns; i++)
            {
                await gate.Enter();
                if (Coroutines > 1) await Task.Yield();
                gate.Exit();
            }
        });
    }

    [Benchmark(OperationsPerInvoke = Turns)]
    public void Write()
    {
        var gate = new ReadWriteLock();
        Run(async turns =>
        {
            for (var i = 0; i < turns; i++)
            {
                await gate.EnterWrite();
                if (Coroutines > 1) await Task.Yield();
                gate.ExitWrite();
            }
        });
    }

    [Benchmark(OperationsPerInvoke = Turns)]
    public void Read()
    {
        var gate = new ReadWriteLock();
        Run(async turns =>
        {
            for (var i = 0; i < turns; i++)
            {
                await gate.EnterRead();
                if (Coroutines > 1) await Task.Yield();
                gate.ExitRead();
            }
        });
    }

    private void Run(Func<int, Task> takeTurns) => EventLoop.Run(() =>
        Task.WhenAll(Enumerable.Range(0, Coroutines).Select(_ => takeTurns(Turns / Coroutines))));
}
