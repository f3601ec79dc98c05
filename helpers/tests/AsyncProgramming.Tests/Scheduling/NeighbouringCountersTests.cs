using AsyncProgramming.Scheduling;

namespace AsyncProgramming.Tests.Scheduling;

public sealed class NeighbouringCountersTests
{
    [Theory]
    [InlineData(8)]
    [InlineData(64)]
    [InlineData(4096)]
    public void Each_thread_increments_a_counter_of_its_own(int distance)
    {
        var run = NeighbouringCounters.Run(threads: 3, distance, increments: 1000);
        Assert.Equal([1000, 1000, 1000], run.Counts);
        Assert.True(run.NanosecondsPerIncrement > 0);
    }

    [Fact]
    public void Without_a_distance_all_threads_increment_one_counter_and_no_increment_is_lost() =>
        Assert.Equal([3000, 3000, 3000], NeighbouringCounters.Run(threads: 3, distance: 0, increments: 1000).Counts);

    [Theory]
    [InlineData(0, 8, 1)]
    [InlineData(1, -8, 1)]
    [InlineData(1, 12, 1)]
    [InlineData(1, 4104, 1)]
    [InlineData(1, 8, 0)]
    public void A_number_outside_its_range_is_refused(int threads, int distance, long increments) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => NeighbouringCounters.Run(threads, distance, increments));
}
