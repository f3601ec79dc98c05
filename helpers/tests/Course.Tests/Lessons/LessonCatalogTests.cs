using System.Net;
using System.Text.Json.Nodes;
using Course.Components;
using Course.Lessons;
using Course.Pages;
using Jupyter.Documents;

namespace Course.Tests.Lessons;

public sealed class LessonCatalogTests : IDisposable
{
    private readonly NotebookFolder _folder = new();
    private readonly LessonCatalog _catalog;

    public LessonCatalogTests() => _catalog = new LessonCatalog(_folder.Path);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_courses_own_lessons_say_their_number_both_titles_what_they_show_and_how_long_they_take()
    {
        var lessons = new LessonCatalog(Repository.Notebooks).Lessons;
        Assert.Equal([1, 2, 3, 4, 5], lessons.Select(lesson => lesson.Number));
        Assert.Equal(Lesson.All.Select(lesson => lesson.Name), lessons.Select(lesson => lesson.Name));
        Assert.Equal(Lesson.All.Select(lesson => lesson.Titles[0]), lessons.Select(lesson => lesson.Title.Original));
        Assert.Equal("Parallelism and concurrency", lessons[0].Title.Text);
        Assert.All(lessons, lesson =>
        {
            Assert.Null(lesson.Problem);
            Assert.NotEmpty(lesson.Summary);
            Assert.InRange(lesson.Goals.Count, 3, 10);
            Assert.InRange(lesson.ReadingTime, TimeSpan.FromMinutes(20), TimeSpan.FromMinutes(120));
            Assert.Contains(lesson.Cells, cell => cell.Outputs.Count > 0);
        });
    }

    [Fact]
    public void What_the_opening_cell_says_is_taken_from_it()
    {
        Write("7-x.ipynb", NotebookFolder.Markdown("# 3 · Waiting — 等待\n\nFirst **words**\nof it.\n\nThen:\n\n- one `thing`;\n- two.\n\nIt takes about 12 minutes."));
        var lesson = Assert.Single(_catalog.Lessons);
        Assert.Equal(("7-x", 3, "Waiting", "等待"), (lesson.Name, lesson.Number, lesson.Title.Text, lesson.Title.Original));
        Assert.Equal("First words of it.", lesson.Summary);
        Assert.Equal(["one thing", "two"], lesson.Goals);
        Assert.Equal(TimeSpan.FromMinutes(12), lesson.ReadingTime);
    }

    [Fact]
    public void A_list_that_the_first_paragraph_introduces_is_the_summary()
    {
        Write("a.ipynb", NotebookFolder.Markdown("# A — not Chinese\n\nYou can\n\n- read;\n- write."));
        var lesson = Assert.Single(_catalog.Lessons);
        Assert.Equal("read; write", lesson.Summary);
        Assert.Equal(("A — not Chinese", null), (lesson.Title.Text, lesson.Title.Original));
        Assert.Null(lesson.Number);
    }

    [Fact]
    public void A_notebook_without_prose_is_called_by_its_file()
    {
        _folder.Write("2 plain.ipynb", "1");
        var lesson = Assert.Single(_catalog.Lessons);
        Assert.Equal(("2 plain", 2, ""), (lesson.Title.Text, lesson.Number, lesson.Summary));
        Assert.Equal(["c1"], lesson.Cells.Select(cell => cell.Id));
    }

    [Fact]
    public void Cells_have_numbers_unique_ids_fit_for_links_and_headings_with_the_ids_of_the_page()
    {
        Write(
            "a.ipynb",
            NotebookFolder.Markdown("# A\n## Same"),
            NotebookFolder.Code("one", "1"),
            NotebookFolder.Code("one", " \n"),
            NotebookFolder.Code("\"><b>", "2"),
            NotebookFolder.Markdown("## Same"));
        var lesson = Assert.Single(_catalog.Lessons);
        Assert.Equal([null, 1, null, 2, null], lesson.Cells.Select(cell => cell.Number));
        Assert.Equal(["one", "3", "4"], lesson.Cells.Skip(1).Take(3).Select(cell => cell.Id));
        Assert.Equal(["a", "same", "same-1"], lesson.Headings.Select(heading => heading.Id));
    }

    [Fact]
    public void Lessons_are_in_the_order_of_their_numbers()
    {
        foreach (var name in new[] { "10-c", "9-b", "z", "1-a" }) _folder.Write(name + ".ipynb", "1");
        Assert.Equal(["1-a", "9-b", "10-c", "z"], _catalog.Lessons.Select(lesson => lesson.Name));
    }

    [Theory]
    [InlineData("{ \"nbformat\": 4,", "it is not JSON")]
    [InlineData("[]", "it is not a JSON object")]
    [InlineData("{\"nbformat\":4,\"cells\":[{\"cell_type\":\"code\",\"source\":7}]}", "a part is not of the type")]
    [InlineData("", "it is not JSON")]
    public void A_broken_notebook_is_listed_with_its_problem_and_disturbs_no_other(string json, string problem)
    {
        File.WriteAllText(_folder.File("1-broken.ipynb"), json);
        _folder.Write("2-whole.ipynb", "1");
        var lessons = _catalog.Lessons;
        Assert.StartsWith("1-broken.ipynb cannot be read: " + problem, lessons[0].Problem, StringComparison.Ordinal);
        Assert.Single(lessons[0].Problem!.Split('\n'));
        Assert.Empty(lessons[0].Cells);
        Assert.Null(lessons[1].Problem);
    }

    [Fact]
    public void A_notebook_is_read_once_and_again_when_it_changes()
    {
        var file = _folder.Write("a.ipynb", "1");
        var first = _catalog.Find("a");
        Assert.Same(first, _catalog.Find("a"));
        Assert.Same(first, _catalog.Lessons[0]);
        _folder.Write("a.ipynb", "1", "2");
        Assert.Equal(2, _catalog.Find("a")?.Cells.Count);
        File.Delete(file);
        Assert.Null(_catalog.Find("a"));
        Assert.Empty(_catalog.Lessons);
    }

    [Theory]
    [InlineData("b")]
    [InlineData("")]
    [InlineData("../a")]
    [InlineData("A\0")]
    public void There_is_no_lesson_of_another_name(string name)
    {
        _folder.Write("a.ipynb", "1");
        Assert.Null(_catalog.Find(name));
    }

    [Fact]
    public void What_a_cell_is_marked_with_is_kept()
    {
        var code = NotebookFolder.Code("a", "throw null;");
        code["metadata"] = JsonNode.Parse("""{"slideshow":{"slide_type":"subslide"},"tags":["raises-exception"]}""");
        Write("a.ipynb", code);
        var cell = Assert.Single(Assert.Single(_catalog.Lessons).Cells);
        Assert.Equal(("subslide", true, CellKind.Code), (cell.Slide, cell.MayFail, cell.Kind));
    }

    [Theory]
    [InlineData("""{"slideshow":{"slide_type":7},"tags":[1,"raises-exception"]}""")]
    [InlineData("""{"slideshow":"yes","tags":["raises-exception"]}""")]
    public void Metadata_that_are_not_what_one_expects_are_ignored(string metadata)
    {
        var code = NotebookFolder.Code("a", "1");
        code["metadata"] = JsonNode.Parse(metadata);
        var notebook = NotebookFolder.Json([code]);
        notebook["metadata"] = new JsonObject { ["kernelspec"] = "C#" };
        File.WriteAllText(_folder.File("a.ipynb"), notebook.ToJsonString());

        var lesson = Assert.Single(_catalog.Lessons);
        Assert.Equal((null, "C#", true, null), (lesson.Problem, lesson.Language, lesson.Cells[0].MayFail, lesson.Cells[0].Slide));
    }

    [Fact]
    public void Text_that_is_nested_deeper_than_anybody_writes_is_shown_as_it_is_written_and_disturbs_no_other_lesson()
    {
        var text = new string('>', 400) + " deep";
        Write("a.ipynb", NotebookFolder.Markdown("# A"));
        Write("b.ipynb", NotebookFolder.Markdown(text));

        Assert.Equal(["A", "b"], _catalog.Lessons.Select(lesson => lesson.Title.Text));
        Assert.Contains(WebUtility.HtmlEncode(text), MarkdownHtml.Render(text, [], links: null), StringComparison.Ordinal);
    }

    [Fact]
    public void Headings_have_other_ids_than_cells()
    {
        Write("a.ipynb", NotebookFolder.Code("two", "1"), NotebookFolder.Markdown("## Cell two"));
        var lesson = Assert.Single(_catalog.Lessons);
        Assert.Equal(("cell-two", "cell-two-1"), (lesson.Cells[0].Anchor, lesson.Headings.Single().Id));
    }

    [Fact]
    public void Lines_end_alike_whoever_wrote_them()
    {
        Write("a.ipynb", NotebookFolder.Code("a", "1;\r\n2"));
        Assert.Equal("1;\n2", _catalog.Lessons[0].Cells[0].Source);
    }

    [Fact]
    public void The_folder_may_be_named_with_a_separator_at_its_end()
    {
        Assert.True(CourseInfo.Of(new LessonCatalog(Repository.Notebooks + Path.DirectorySeparatorChar)).IsCourse);
        Assert.NotEmpty(CourseInfo.Of(new LessonCatalog(Path.GetPathRoot(_folder.Path)!)).Title);
    }

    [Fact]
    public void A_link_to_a_notebook_is_read_again_when_the_notebook_changes()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Not everybody may make links there.");
        var target = Directory.CreateDirectory(_folder.File("elsewhere"));
        Write("elsewhere/a.ipynb", NotebookFolder.Markdown("# One"));
        File.CreateSymbolicLink(_folder.File("a.ipynb"), Path.Combine(target.FullName, "a.ipynb"));
        Assert.Equal("One", _catalog.Lessons[0].Title.Text);

        Write("elsewhere/a.ipynb", NotebookFolder.Markdown("# Another"));
        Assert.Equal("Another", _catalog.Lessons[0].Title.Text);
    }

    private void Write(string name, params JsonObject[] cells) => File.WriteAllText(_folder.File(name), NotebookFolder.Json(cells).ToJsonString());
}
