using Course.Lessons;
using Course.Readers;
using Jupyter.Documents;

namespace Course.Tests.Readers;

public sealed class LessonProgressTests
{
    private static readonly Lesson Trial = Lesson.Of(
        Notebook.Parse(NotebookFolder.Json(
        [
            NotebookFolder.Markdown("# Title\n\n## A heading"), NotebookFolder.Code("a", "1"), NotebookFolder.Code("empty", " "), NotebookFolder.Code("b", "2"),
        ]).ToJsonString()),
        "trial.ipynb");

    [Fact]
    public void Who_has_done_nothing_has_not_begun() =>
        Assert.True(LessonProgress.Of(Trial, new ReaderData()) is { HasBegun: false, Ran: 0, Cells: 2, Place: null });

    [Fact]
    public void Cells_that_the_lesson_has_and_that_were_run_count() =>
        Assert.True(LessonProgress.Of(Trial, new ReaderData { Ran = ["a", "gone", "added-1"], Place = "cell-a" }) is
        {
            HasBegun: true, Ran: 1, Cells: 2, Place: "cell-a",
        });

    [Fact]
    public void The_percentage_counts_sections_and_cells_alike_and_is_a_hundred_only_when_all_is_done()
    {
        Assert.Equal(0, Percent());
        Assert.Equal(33, Percent("a"));
        Assert.Equal(66, Percent("a", "b"));
        Assert.Equal(66, Percent("a", "a-heading"));
        Assert.Equal(100, Percent("a", "b", "a-heading"));

        static int Percent(params string[] done) => LessonProgress.Of(Trial, new ReaderData { Ran = [.. done], Visited = [.. done] }).Percent;
    }

    [Fact]
    public void A_place_may_be_a_heading_and_is_forgotten_when_it_is_gone()
    {
        Assert.Equal("a-heading", LessonProgress.Of(Trial, new ReaderData { Place = "a-heading" }).Place);
        Assert.Null(LessonProgress.Of(Trial, new ReaderData { Place = "cell-gone" }).Place);
    }
}
