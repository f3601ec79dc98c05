using AsyncProgramming.EventLoops;

namespace AsyncProgramming.Tests.EventLoops;

/// <summary>What is left in memory, and what is used, by a million of each. No other test runs meanwhile.</summary>
[Collection(nameof(MemoryTests))]
[CollectionDefinition(nameof(MemoryTests), DisableParallelization = true)]
public sealed class MemoryTests : IDisposable
{
    private const int Million = 1_000_000;
    private const long Negligible = 500_000;
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private readonly EventLoop _loop = new(new VirtualTime());

    public void Dispose() => _loop.Dispose();

    [Fact]
    public void A_million_cancelled_timers_give_their_memory_back()
    {
        var before = LiveBytes();
        var handles = new CallHandle[Million];
        for (var i = 0; i < handles.Length; i++) handles[i] = _loop.CallLater((1 + (i % 100)) * Hour, Nothing);
        // In the heap, where cancelling is another matter than before a run.
        RunOnce();
        Assert.InRange(LiveBytes() - before, 40L * Million, 90L * Million);
        Assert.True(Array.TrueForAll(handles, handle => handle.Cancel()));
        handles = [];
        Assert.InRange(LiveBytes() - before, long.MinValue, Negligible);
    }

    [Fact]
    public void Timers_that_are_cancelled_at_once_do_not_pile_up_beside_one_that_waits()
    {
        var waits = _loop.CallLater(Hour, Nothing);
        var before = LiveBytes();
        for (var i = 0; i < Million; i++) Assert.True(_loop.CallLater(Hour, Nothing).Cancel());
        _loop.CallSoon(() =>
        {
            for (var i = 0; i < Million; i++) Assert.True(_loop.CallLater(Hour, Nothing).Cancel());
            Assert.InRange(LiveBytes() - before, long.MinValue, Negligible);
        });
        RunOnce();
        Assert.InRange(LiveBytes() - before, long.MinValue, Negligible);
        Assert.True(waits.Cancel());
    }

    [Fact]
    public void A_million_coroutines_wait_at_once_on_one_thread()
    {
        var (waiting, ended) = (0, 0);
        _loop.RunUntilComplete(async () =>
        {
            var gate = new TaskCompletionSource();
            var tasks = new Task[Million];
            var before = LiveBytes();
            for (var i = 0; i < tasks.Length; i++) tasks[i] = _loop.CreateTask(Wait);
            await EventLoop.Delay(TimeSpan.Zero);
            Assert.Equal(Million, waiting);
            Assert.InRange(LiveBytes() - before, 0, 400L * Million);
            gate.SetResult();
            await Task.WhenAll(tasks);

            async Task Wait()
            {
                waiting++;
                await gate.Task;
                ended++;
            }
        });
        Assert.Equal(Million, ended);
    }

    private static long LiveBytes() => GC.GetTotalMemory(forceFullCollection: true);

    private static void Nothing()
    {
    }

    private void RunOnce()
    {
        _loop.Stop();
        _loop.RunForever();
    }
}
