using Course.Tests.Lessons;

namespace Course.Tests.Newcomer;

/// <summary>Every lesson, run from its page.</summary>
[Collection(nameof(Undisturbed))]
public sealed class LessonsInBrowserTests(LessonRuns runs)
{
    public static TheoryData<string> Names => Lesson.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void Run_all_runs_all_of_a_lesson_without_an_error(string name)
    {
        Assert.Empty(runs.Browser.Of(name).Failures);
        Assert.True(runs.Browser.Of(name).Cells > 10);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_chart_of_a_lesson_is_drawn(string name)
    {
        Assert.Empty(runs.Browser.Of(name).Blank);
        Assert.True(runs.Browser.Of(name).Charts >= 5);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_lesson_fits_on_the_screen_and_needs_nothing_from_elsewhere(string name)
    {
        Assert.Empty(runs.Browser.Of(name).Problems);
        Assert.Empty(runs.Browser.Of(name).ForeignRequests);
        Assert.Equal(0, runs.Browser.Of(name).Overhang);
    }
}
