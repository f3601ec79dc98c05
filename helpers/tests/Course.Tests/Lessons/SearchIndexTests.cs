using System.Text.Json.Nodes;
using Course.Lessons;
using Jupyter.Documents;

namespace Course.Tests.Lessons;

public sealed class SearchIndexTests
{
    private static readonly SearchIndex Index = IndexOf(
        NotebookFolder.Markdown("# 1 · Waiting — 等待\n\nA pool of threads."),
        NotebookFolder.Markdown("## Thread pools — 线程池\n\nWork waits in a `queue`.\n\n- and is *taken* from it"),
        NotebookFolder.Code("run", "var pool = new ThreadPoolExecutor(4);\nloop.CallSoon(Work);"),
        NotebookFolder.Markdown("### Loops\n\nA loop calls. 线程池也可以。\n\n| a | b |\n|---|---|\n| left | right |\n\n```csharp\nvar fenced = 1;\n```"));

    [Theory]
    [InlineData("threads", "1 · Waiting — 等待")]
    [InlineData("pool", "Thread pools — 线程池", "1 · Waiting — 等待")] // the heading before the prose
    [InlineData("线程池", "Thread pools — 线程池", "Loops")]
    [InlineData("程", "Thread pools — 线程池", "Loops")]
    [InlineData("QUEUE taken", "Thread pools — 线程池")]
    [InlineData("soon", "Thread pools — 线程池")]
    [InlineData("callsoon(w", "Thread pools — 线程池")]
    [InlineData("right", "Loops")]
    [InlineData("fenced", "Loops")]
    [InlineData("waiting loop", "Loops", "Thread pools — 线程池")] // the lesson's title narrows down; a heading, then code
    [InlineData("oop")]
    [InlineData("queue nothing")]
    [InlineData("  ")]
    public void Sections_that_have_every_word_are_found_the_best_first(string query, params string[] sections) =>
        Assert.Equal(sections, Index.Find(query).Select(hit => hit.Heading));

    [Fact]
    public void A_hit_leads_to_the_heading_that_matches_else_to_the_cell()
    {
        Assert.Equal(("a b", "loops"), (Index.Find("loops")[0].Name, Index.Find("loops")[0].Anchor));
        Assert.Equal("cell-run", Index.Find("executor")[0].Anchor);
        Assert.True(Index.Find("executor")[0].IsCode);
    }

    [Fact]
    public void Matches_are_marked_in_the_heading_and_in_the_snippet()
    {
        var hit = Index.Find("pool thread")[0];
        Assert.Equal("[Thread] [pool]s — 线程池", Show(hit.MarkedHeading));
        Assert.Equal("var [pool] = new [Thread][Pool]Executor(4); loop.CallSoon(Work);", Show(hit.Snippet));
    }

    [Fact]
    public void A_snippet_begins_a_little_before_the_match_and_ends_at_a_word()
    {
        var words = string.Join(' ', Enumerable.Range(0, 200).Select(i => $"word{i}"));
        var snippet = Show(IndexOf(NotebookFolder.Markdown("## H\n\n" + words)).Find("word100")[0].Snippet);
        Assert.Matches(@"^… (word\d+ ){5,7}\[word100\]( word\d+){12,17} …$", snippet);
    }

    [Fact]
    public void What_comes_before_the_first_heading_is_found_at_the_beginning_of_the_lesson()
    {
        var hit = Assert.Single(IndexOf(NotebookFolder.Markdown("Hello there.")).Find("hello"));
        Assert.Equal("a b", hit.Heading);
        Assert.StartsWith("cell-", hit.Anchor, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_hit_in_the_course_leads_to_something_on_its_page()
    {
        var lessons = new LessonCatalog(Repository.Notebooks).Lessons;
        var anchors = lessons.ToDictionary(
            lesson => lesson.Name,
            lesson => lesson.Headings.Select(heading => heading.Id).Concat(lesson.Cells.Select(cell => cell.Anchor)).ToHashSet());
        var index = new SearchIndex(lessons);
        foreach (var query in new[] { "await", "loop", "协程", "var", "Task.Run" })
        {
            var hits = index.Find(query, limit: 500);
            Assert.True(hits.Count >= 5, query);
            Assert.All(hits, hit => Assert.Contains(hit.Anchor, anchors[hit.Name]));
        }
    }

    private static string Show(IEnumerable<MarkedText> text) =>
        string.Concat(text.Select(piece => piece.IsMatch ? $"[{piece.Text}]" : piece.Text));

    private static SearchIndex IndexOf(params JsonObject[] cells) =>
        new([Course.Lessons.Lesson.Of(Notebook.Parse(NotebookFolder.Json(cells).ToJsonString()), "a b.ipynb")]);
}
