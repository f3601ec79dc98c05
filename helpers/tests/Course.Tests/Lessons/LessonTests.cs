using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Course.Running;
using Jupyter.Documents;

namespace Course.Tests.Lessons;

/// <summary>The course's notebooks as they are committed.</summary>
public sealed partial class LessonTests
{
    private const int MaximalLines = 20;
    private const int MaximalColumns = 100;
    private const int MaximalBytes = 1_000_000;

    public static TheoryData<string> Lessons => Lesson.Names;

    [Fact]
    public void The_course_is_five_lessons() => Assert.Equal(
        Lesson.All.Select(lesson => lesson.Name),
        Directory.GetFiles(Repository.Notebooks, "*.ipynb").Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Lessons))]
    public void A_lesson_keeps_the_originals_headings_in_order(string name)
    {
        var headings = Lesson.Headings(Lesson.Named(name).Read()).ToArray();
        Assert.StartsWith(name.TrimStart('0')[..1] + " · ", headings[0].Text, StringComparison.Ordinal);
        Assert.Equal(1, headings[0].Level);
        Assert.Single(headings, heading => heading.Level == 1);

        var next = 0;
        foreach (var title in Lesson.Named(name).Titles)
        {
            var found = Array.FindIndex(headings, next, heading => heading.Text.EndsWith(" — " + title, StringComparison.Ordinal));
            Assert.True(found >= next, $"no heading '… — {title}' after heading {next}");
            next = found + 1;
        }
    }

    [Theory]
    [MemberData(nameof(Lessons))]
    public void A_lesson_shows_the_originals_figures_and_each_says_in_words_what_it_shows(string name)
    {
        var images = Lesson.Links(Lesson.Named(name).Read()).Where(link => link.IsImage).ToArray();
        Assert.All(Lesson.Named(name).Figures, figure => Assert.Contains(images, image => image.Url == $"../../assets/{figure}.svg"));
        Assert.All(images, image => Assert.True(image.FirstChild?.ToString()?.Length > 10, $"{image.Url} has no alternative text"));
    }

    [Theory]
    [MemberData(nameof(Lessons))]
    public void Every_relative_link_of_a_lesson_leads_somewhere(string name)
    {
        var lesson = Lesson.Named(name);
        var targets = Lesson.Links(lesson.Read()).Select(link => link.Url!)
            .Where(url => !url.StartsWith('#') && !Uri.TryCreate(url, UriKind.Absolute, out _))
            .Select(url => Path.GetFullPath(Path.Combine(Repository.Notebooks, Uri.UnescapeDataString(url.Split('#')[0]))));
        Assert.All(targets, target => Assert.True(Path.Exists(target), target));
    }

    [Fact]
    public void The_originals_two_links_stay()
    {
        var links = Lesson.Links(Lesson.Named("05-interview-questions").Read()).Select(link => link.Url).ToArray();
        Assert.Contains("https://swtch.com/libtask/", links);
        Assert.Contains("https://www.chainnews.com/articles/453644660771.htm", links);
    }

    [Theory]
    [MemberData(nameof(Lessons))]
    public void A_lesson_is_committed_in_the_form_that_saving_gives_it(string name)
    {
        var file = Lesson.Named(name).File;
        var notebook = Notebook.Read(file);
        Normalisation.Apply(notebook);
        Assert.Equal(notebook.ToJson(), File.ReadAllText(file));
        Assert.True(new FileInfo(file).Length < MaximalBytes);
    }

    [Theory]
    [MemberData(nameof(Lessons))]
    public void A_lesson_is_committed_with_the_outputs_of_one_run_from_top_to_bottom(string name)
    {
        var code = Lesson.Named(name).Read().Cells.Where(cell => cell.Kind == CellKind.Code).ToArray();
        Assert.Equal(Enumerable.Range(1, code.Length), code.Select(cell => cell.ExecutionCount ?? 0));
        Assert.Contains(code, cell => cell.Outputs.OfType<DisplayOutput>().Any());
        Assert.All(code, cell => Assert.Empty(cell.Outputs.OfType<ErrorOutput>()));
    }

    [Theory]
    [MemberData(nameof(Lessons))]
    public void A_projector_shows_every_cell_whole(string name)
    {
        var code = Lesson.Named(name).Read().Cells.Where(cell => cell.Kind == CellKind.Code);
        Assert.All(code, cell =>
        {
            var lines = cell.Source.Split('\n');
            Assert.True(lines.Length <= MaximalLines, $"{cell.Id} has {lines.Length} lines");
            Assert.All(lines, line => Assert.True(line.Length <= MaximalColumns, $"{cell.Id} has a line of {line.Length} columns"));
        });
    }

    [Theory]
    [MemberData(nameof(Lessons))]
    public void A_lesson_is_marked_as_Polyglot_Notebooks_marks_it(string name)
    {
        var notebook = Lesson.Named(name).Read();
        Assert.Equal(
            """{"display_name":".NET (C#)","language":"C#","name":".net-csharp"}""", Sorted(notebook.Metadata["kernelspec"]!));
        Assert.Equal("csharp", (string?)notebook.Metadata["polyglot_notebook"]!["kernelInfo"]!["defaultKernelName"]);
        Assert.All(notebook.Cells.Where(cell => cell.Kind == CellKind.Code), cell =>
        {
            Assert.Equal("""{"language":"csharp"}""", cell.Metadata["dotnet_interactive"]?.ToJsonString());
            Assert.Equal("""{"kernelName":"csharp"}""", cell.Metadata["polyglot_notebook"]?.ToJsonString());
        });
    }

    [Theory]
    [MemberData(nameof(Lessons))]
    public void Every_cell_has_a_name_of_its_own_that_means_something(string name)
    {
        var ids = Lesson.Named(name).Read().Cells.Select(cell => cell.Id ?? "").ToArray();
        Assert.Equal(ids.Length, ids.Distinct().Count());
        Assert.All(ids, id => Assert.Matches(CellName(), id));
    }

    [Theory]
    [MemberData(nameof(Lessons))]
    public void The_first_cell_of_code_loads_the_library(string name)
    {
        var first = Lesson.Named(name).Read().Cells.First(cell => cell.Kind == CellKind.Code);
        Assert.Equal("setup", first.Id);
        Assert.StartsWith("#r \"../../helpers/lib/AsyncProgramming.dll\"\n", first.Source, StringComparison.Ordinal);
    }

    private static string Sorted(JsonNode json) =>
        new JsonObject(json.AsObject().OrderBy(property => property.Key, StringComparer.Ordinal)
            .Select(property => KeyValuePair.Create(property.Key, property.Value?.DeepClone()))).ToJsonString();

    [GeneratedRegex("^[a-z][a-z0-9]*(-[a-z0-9]+)*$")]
    private static partial Regex CellName();
}
