using AsyncProgramming.EventLoops;
using BenchmarkDotNet.Attributes;

namespace Benchmarks.Parts;

/// <summary>One callback.</summary>
public class CallSoonBenchmarks
{
    private const int Calls = 10_000;
    private readonly EventLoop _loop = new();
    private readonly Action _tick;
    private readonly Action _count;
    private int _left;

    public CallSoonBenchmarks() => (_tick, _count) = (Tick, Count);

    [Benchmark(OperationsPerInvoke = Calls)]
    public void EachAsksForTheNext()
    {
        _left = Calls;
        _loop.CallSoon(_tick);
        _loop.RunForever();
    }

    [Benchmark(OperationsPerInvoke = Calls)]
    public void AllAtOnce()
    {
        for (var i = 1; i < Calls; i++) _loop.CallSoon(static () => { });
        _loop.CallSoon(_loop.Stop);
        _loop.RunForever();
    }

    [Benchmark(OperationsPerInvoke = Calls)]
    public void FromAnotherThread()
    {
        _left = Calls;
        Task.Run(() =>
        {
            for (var i = 0; i < Calls; i++) _loop.CallSoonThreadSafe(_count);
        });
        _loop.RunForever();
    }

    private void Tick()
    {
        if (--_left > 0) _loop.CallSoon(_tick);
        else _loop.Stop();
    }

    private void Count()
    {
        if (--_left == 0) _loop.Stop();
    }
}
