using System.Globalization;

namespace AsyncProgramming.Tests.EventLoops;

public sealed class RandomScheduleTests
{
    private const int Schedules = 10_000;

    /// <summary>Set to a seed that has failed, this environment variable replays its schedule alone.</summary>
    private const string SeedVariable = "SCHEDULE_SEED";

    [Fact]
    public void The_loop_does_what_the_model_does_on_random_schedules()
    {
        using var otherThread = new OtherThread();
        foreach (var seed in Seeds())
        {
            var expected = new RandomSchedule(seed, new ModelLoop()).Run();
            using var loop = new LoopOnVirtualTime(otherThread);
            var actual = new RandomSchedule(seed, loop).Run();
            if (!expected.SequenceEqual(actual)) Assert.Fail(Difference(seed, expected, actual));
        }
    }

    private static IEnumerable<int> Seeds() => Environment.GetEnvironmentVariable(SeedVariable) is { Length: > 0 } seed
        ? [int.Parse(seed, CultureInfo.InvariantCulture)]
        : Enumerable.Range(0, Schedules);

    private static string Difference(int seed, List<string> expected, List<string> actual)
    {
        var same = expected.Zip(actual).TakeWhile(pair => pair.First == pair.Second).Count();
        return $"""
            The loop and its model part in schedule {seed}. {SeedVariable}={seed} replays it alone.
            Both: {string.Join("; ", expected.Take(same))}
            Model: {expected.ElementAtOrDefault(same) ?? "nothing more"}
            Loop: {actual.ElementAtOrDefault(same) ?? "nothing more"}
            """;
    }
}
