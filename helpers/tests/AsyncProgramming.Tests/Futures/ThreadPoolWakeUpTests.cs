using System.Diagnostics;
using AsyncProgramming.Futures;

namespace AsyncProgramming.Tests.Futures;

/// <summary>
/// An idle worker looks out for work before it sleeps, and each of its steps can coincide with a call that comes: a wake-up
/// that got lost would leave work undone.
/// </summary>
public sealed class ThreadPoolWakeUpTests
{
    private const int Rounds = 3_000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public async Task Calls_that_need_every_worker_at_once_find_them_whenever_they_come(int workers)
    {
        var random = new Random(workers);
        await using var pool = new ThreadPoolExecutor(workers);
        using var together = new Barrier(workers);
        for (var round = 0; round < Rounds; round++)
        {
            Pass(TimeSpan.FromMicroseconds(random.Next(120)));
            var calls = Enumerable.Range(0, workers).Select(_ => pool.Submit(together.SignalAndWait, Patience));
            Assert.All(await Task.WhenAll(calls), Assert.True);
        }
    }

    [Fact]
    public async Task A_pool_may_be_shut_down_whatever_its_workers_do()
    {
        var random = new Random(0);
        for (var round = 0; round < 300; round++)
        {
            var pool = new ThreadPoolExecutor(2);
            var calls = Enumerable.Range(0, random.Next(4)).Select(i => pool.Submit(Math.Abs, -i)).ToList();
            Pass(TimeSpan.FromMicroseconds(random.Next(120)));
            await pool.Shutdown().WaitAsync(Patience, TestContext.Current.CancellationToken);
            Assert.Equal(Enumerable.Range(0, calls.Count), await Task.WhenAll(calls));
        }
    }

    /// <summary>Not a sleep: that takes longer than what is to be hit.</summary>
    private static void Pass(TimeSpan time)
    {
        var start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < time) Thread.SpinWait(10);
    }
}
