using AsyncProgramming.EventLoops;
using BenchmarkDotNet.Attributes;

namespace Benchmarks.Parts;

/// <summary>One timer, among few and among many.</summary>
public class TimerBenchmarks
{
    private const int Timers = 10_000;
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private readonly CallHandle[] _handles = new CallHandle[Timers];
    private readonly Action _fire;
    private EventLoop _loop = new();
    private int _left;

    public TimerBenchmarks() => _fire = Fire;

    [Params(0, 100_000)]
    public int Pending { get; set; }

    [GlobalSetup]
    public void StartPending()
    {
        _loop = new EventLoop();
        for (var i = 0; i < Pending; i++) _loop.CallLater(2 * Hour, () => { });
    }

    [GlobalCleanup]
    public void Close() => _loop.Close();

    [Benchmark(OperationsPerInvoke = Timers)]
    public void StartAndCancel()
    {
        for (var i = 0; i < Timers; i++) _handles[i] = _loop.CallLater(Hour + TimeSpan.FromMicroseconds(i * 7919L % 50_000), _fire);
        foreach (var handle in _handles) handle.Cancel();
    }

    [Benchmark(OperationsPerInvoke = Timers)]
    public void StartAndFire()
    {
        _left = Timers;
        for (var i = 0; i < Timers; i++) _loop.CallLater(TimeSpan.Zero, _fire);
        _loop.RunForever();
    }

    private void Fire()
    {
        if (--_left == 0) _loop.Stop();
    }
}
