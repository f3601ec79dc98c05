using System.Text.Json.Nodes;
using Jupyter.Documents;

namespace Course.Tests.Lessons;

/// <summary>One run of the whole course, as a reader starts it.</summary>
public sealed class CourseRun : IDisposable
{
    private readonly NotebookFolder _folder = new();
    private JsonNode _summary = new JsonObject();

    /// <summary>Runs it.</summary>
    public async Task RunAsync()
    {
        var run = await CourseProgram.RunAsync(_folder.Path, "run", "--json", "--out", _folder.Output);
        _summary = JsonNode.Parse(run.Output)!;
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>What the summary says of a lesson.</summary>
    internal JsonNode Of(string lesson) => _summary["notebooks"]!.AsArray()
        .Single(notebook => Path.GetFileNameWithoutExtension((string?)notebook!["notebook"]) == lesson)!;

    internal Notebook Executed(string lesson) => Notebook.Read((string)Of(lesson)["executed"]!);

    internal string PageFile(string lesson) => (string)Of(lesson)["page"]!;

    internal string Page(string lesson) => File.ReadAllText(PageFile(lesson));
}
