using AsyncProgramming.Blocking;

namespace AsyncProgramming.Tests.Blocking;

public sealed class WorkloadTests
{
    // A machine that does eight rounds in a tick of 100 ns, so 4,000,000 in 50 ms.
    private static TimeSpan Exactly(long rounds) => TimeSpan.FromTicks(rounds / 8);

    [Fact]
    public void The_same_rounds_give_the_same_checksum_on_every_thread()
    {
        var expected = Workload.Run(10_000);
        var seen = new long[8];
        Parallel.For(0, seen.Length, i => seen[i] = Workload.Run(10_000));
        Assert.All(seen, checksum => Assert.Equal(expected, checksum));
    }

    [Fact]
    public void Every_round_counts() =>
        Assert.Equal(1_000, Enumerable.Range(0, 1_000).Select(rounds => Workload.Run(rounds)).Distinct().Count());

    [Fact]
    public void A_round_is_three_shifts_and_exclusive_ors_of_each_of_four_generators()
    {
        ulong[] state = [0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB, 0xD6E8FEB86659FD93];
        for (var round = 0; round < 100; round++)
        {
            for (var i = 0; i < state.Length; i++)
            {
                state[i] ^= state[i] << 13;
                state[i] ^= state[i] >> 7;
                state[i] ^= state[i] << 17;
            }
        }

        Assert.Equal((long)(state[0] ^ state[1] ^ state[2] ^ state[3]), Workload.Run(100));
    }

    [Fact]
    public void Twice_the_duration_is_twice_the_rounds() =>
        Assert.Equal(
            2 * Workload.Calibrate(TimeSpan.FromMilliseconds(30), Exactly),
            Workload.Calibrate(TimeSpan.FromMilliseconds(60), Exactly));

    [Fact]
    public void Calibration_finds_the_speed_of_the_machine() =>
        Assert.Equal(4_000_000, Workload.Calibrate(TimeSpan.FromMilliseconds(50), Exactly));

    [Fact]
    public void Disturbed_samples_do_not_change_the_result()
    {
        var calls = 0;
        TimeSpan Disturbed(long rounds) => Exactly(rounds) * (calls++ % 3 == 0 ? 1 : 20);

        Assert.Equal(4_000_000, Workload.Calibrate(TimeSpan.FromMilliseconds(50), Disturbed));
    }

    [Fact]
    public void However_short_the_duration_there_is_a_round_to_run() =>
        Assert.Equal(1, Workload.Calibrate(TimeSpan.FromTicks(1), rounds => TimeSpan.FromSeconds(rounds)));

    [Fact]
    public void On_a_real_clock_too_longer_work_is_more_rounds() =>
        Assert.InRange(
            Workload.Calibrate(TimeSpan.FromMilliseconds(1)), 1_000, Workload.Calibrate(TimeSpan.FromMilliseconds(100)));

    [Fact]
    public void Impossible_sizes_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Workload.Run(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Workload.Calibrate(TimeSpan.Zero));
    }
}
