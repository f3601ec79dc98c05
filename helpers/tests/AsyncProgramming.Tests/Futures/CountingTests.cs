using System.Diagnostics;
using AsyncProgramming.Futures;

namespace AsyncProgramming.Tests.Futures;

public sealed class CountingTests
{
    [Fact]
    public void The_ten_counts_of_the_original_give_its_ten_results() => Assert.Equal(
        Enumerable.Range(1, 10).Select(number => number * 10_000_000L), Enumerable.Range(1, 10).Select(number => Counting.Count(number)));

    [Fact]
    public void More_to_count_takes_longer_in_proportion()
    {
        // The fastest of several: what disturbs a measurement only makes it longer. A loop put into closed form fails this.
        var ratio = Fastest(5_000_000) / Fastest(50_000);

        Assert.InRange(ratio, 20, 500);
    }

    [Fact]
    public async Task A_measured_count_tells_which_process_ran_it_and_when()
    {
        await using var pool = new ProcessPoolExecutor(1);
        var before = Stopwatch.GetTimestamp();

        var measured = await pool.Submit(Counting.CountMeasured, 3, 1000, TestContext.Current.CancellationToken);

        Assert.Equal(3000, measured.Value);
        Assert.NotEqual(Environment.ProcessId, measured.ProcessId);
        Assert.InRange(measured.StartTimestamp, before, measured.EndTimestamp);
        Assert.InRange(measured.EndTimestamp, measured.StartTimestamp, Stopwatch.GetTimestamp());
    }

    [Fact]
    public void Nobody_counts_to_less_than_nothing() =>
        Assert.Throws<ArgumentOutOfRangeException>("iterations", () => Counting.Count(1, -1));

    private static double Fastest(int iterations) =>
        Enumerable.Range(0, 10).Min(_ => Counting.CountMeasured(1, iterations).Elapsed.TotalMicroseconds);
}
