using Jupyter.Documents;

namespace Course.Tests.Lessons;

/// <summary>The course, run.</summary>
[Collection(nameof(Undisturbed))]
public sealed class CourseRunTests(LessonRuns runs)
{
    private static readonly string[] FunctionsOfTheOriginal =
    [
        .. Enumerable.Range(0, 9).SelectMany(i => new[] { $"function_{i % 3 + 1} called", "function_4 called" }),
    ];

    /// <summary>Each task's first line, then each task's second, and so on; a task that has ended is left out.</summary>
    private static readonly string[] TasksOfTheOriginal =
    [
        .. Enumerable.Range(0, 9).SelectMany(i => new[]
        {
            $"Asyncio.Task: Compute factorial({i + 2})",
            $"Asyncio.Task: Compute fibonacci ({i})",
            $"Asyncio.Task: Compute binomialCoeff ({i + 1})",
        }),
        "Asyncio.Task - factorial(10) = 3628800",
        "Asyncio.Task: Compute fibonacci (9)",
        "Asyncio.Task: Compute binomialCoeff (10)",
        "Asyncio.Task - fibonacci(10) = 55",
        "Asyncio.Task - binomialCoeff(20 , 10) = 184756",
    ];

    public static TheoryData<string> Lessons => Lesson.Names;

    [Theory]
    [MemberData(nameof(Lessons))]
    public void A_lesson_runs_from_top_to_bottom_without_an_error(string name)
    {
        var lesson = runs.Course.Of(name);
        Assert.Empty(lesson["errors"]!.AsArray().Select(error => error!.ToJsonString()));
        Assert.True((int)lesson["run"]! > 10);
        Assert.Equal((int)lesson["cells"]!, (int)lesson["run"]!);
    }

    [Theory]
    [MemberData(nameof(Lessons))]
    public void A_lesson_draws_charts_of_what_it_measured(string name)
    {
        Assert.True((int)runs.Course.Of(name)["charts"]! >= 5);
        Assert.Equal((int)runs.Course.Of(name)["charts"]!, runs.Course.Page(name).Split("data-chart=").Length - 1);
    }

    [Theory]
    [MemberData(nameof(Lessons))]
    public void The_diagrams_are_part_of_the_page(string name)
    {
        var page = runs.Course.Page(name);
        foreach (var figure in Lesson.Named(name).Figures)
        {
            var svg = File.ReadAllBytes(Path.Combine(Repository.Root, "assets", figure + ".svg"));
            Assert.Contains(Convert.ToBase64String(svg), page, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("src=\"../", page, StringComparison.Ordinal);
    }

    [Fact]
    public void The_four_functions_print_the_originals_sequence() =>
        AssertPrinted(FunctionsOfTheOriginal, "04-event-loop-and-tasks");

    [Fact]
    public void Hello_comes_before_world() => AssertPrinted(["Hello ...", "... World!"], "04-event-loop-and-tasks");

    [Fact]
    public void The_three_tasks_take_turns_as_in_the_original() => AssertPrinted(TasksOfTheOriginal, "04-event-loop-and-tasks");

    [Fact]
    public void The_sieve_prints_the_primes_below_a_hundred() => AssertPrinted(
        [string.Join(' ', Enumerable.Range(2, 98).Where(n => Enumerable.Range(2, n - 2).All(divisor => n % divisor != 0)))],
        "05-interview-questions");

    /// <summary>Some cell has printed the lines, one after the other.</summary>
    private void AssertPrinted(string[] lines, string lesson)
    {
        var printed = runs.Course.Executed(lesson).Cells.Select(cell => string.Concat(cell.Outputs.OfType<StreamOutput>().Select(output => output.Text)))
            .Select(text => text.Split('\n').Select(line => line.Trim()).ToArray());
        Assert.Contains(printed, each => Enumerable.Range(0, Math.Max(0, each.Length - lines.Length + 1))
            .Any(start => each.AsSpan(start, lines.Length).SequenceEqual(lines)));
    }
}
