using System.Text.Json.Nodes;

namespace Course.Tests;

/// <summary>A folder for notebooks that a test makes up, gone when the test is over.</summary>
internal sealed class NotebookFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("course-tests-").FullName;

    public string Output => System.IO.Path.Combine(Path, "out");

    public string File(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Writes a notebook of the given code cells, whose ids are <c>c1</c>, <c>c2</c> and so on.</summary>
    public string Write(string name, params IEnumerable<string> cells)
    {
        var file = File(name);
        System.IO.File.WriteAllText(file, Json(cells.Select((code, index) => Code($"c{index + 1}", code))).ToJsonString());
        return file;
    }

    public static JsonObject Json(IEnumerable<JsonObject> cells) => new()
    {
        ["cells"] = new JsonArray([.. cells]),
        ["metadata"] = new JsonObject { ["kernelspec"] = new JsonObject { ["language"] = "C#", ["name"] = ".net-csharp" } },
        ["nbformat"] = 4,
        ["nbformat_minor"] = 5,
    };

    public static JsonObject Code(string id, string source, params JsonNode[] outputs) => new()
    {
        ["cell_type"] = "code",
        ["execution_count"] = null,
        ["id"] = id,
        ["metadata"] = new JsonObject(),
        ["outputs"] = new JsonArray(outputs),
        ["source"] = source,
    };

    public static JsonObject Markdown(string source) => new()
    {
        ["cell_type"] = "markdown",
        ["id"] = $"m{source.GetHashCode(StringComparison.Ordinal):x}",
        ["metadata"] = new JsonObject(),
        ["source"] = source,
    };

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
