using Course.Tests.Lessons;

namespace Course.Tests.Newcomer;

/// <summary>Every lesson, run from its page.</summary>
[Collection(nameof(UndisturbedInBrowser))]
public sealed class LessonsInBrowserTests(LessonsInBrowser lessons)
{
    public static TheoryData<string> Names => Lesson.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void Run_all_runs_all_of_a_lesson_without_an_error(string name)
    {
        Assert.Empty(lessons.Of(name).Failures);
        Assert.True(lessons.Of(name).Cells > 10);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_chart_of_a_lesson_is_drawn(string name)
    {
        Assert.Empty(lessons.Of(name).Blank);
        Assert.True(lessons.Of(name).Charts >= 5);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_lesson_fits_on_the_screen_and_needs_nothing_from_elsewhere(string name)
    {
        Assert.Empty(lessons.Of(name).Problems);
        Assert.Empty(lessons.Of(name).ForeignRequests);
        Assert.Equal(0, lessons.Of(name).Overhang);
    }
}
