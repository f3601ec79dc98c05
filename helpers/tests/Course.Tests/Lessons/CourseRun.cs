using System.Text.Json.Nodes;
using Jupyter.Documents;

namespace Course.Tests.Lessons;

/// <summary>One run of the whole course, as a reader starts it: shared, because it takes minutes.</summary>
public sealed class CourseRun : IAsyncLifetime
{
    private readonly NotebookFolder _folder = new();
    private JsonNode _summary = new JsonObject();

    public async ValueTask InitializeAsync()
    {
        var run = await CourseProgram.RunAsync(_folder.Path, "run", "--json", "--out", _folder.Output);
        _summary = JsonNode.Parse(run.Output)!;
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>What the summary says of a lesson.</summary>
    internal JsonNode Of(string lesson) => _summary["notebooks"]!.AsArray()
        .Single(notebook => Path.GetFileNameWithoutExtension((string?)notebook!["notebook"]) == lesson)!;

    internal Notebook Executed(string lesson) => Notebook.Read((string)Of(lesson)["executed"]!);

    internal string PageFile(string lesson) => (string)Of(lesson)["page"]!;

    internal string Page(string lesson) => File.ReadAllText(PageFile(lesson));
}

/// <summary>Lessons measure time: nothing else of these tests runs beside them.</summary>
[CollectionDefinition(nameof(Undisturbed), DisableParallelization = true)]
public sealed class Undisturbed : ICollectionFixture<CourseRun>;
