using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Jupyter.Documents;

/// <summary>
/// A notebook of nbformat 4. Everything in the file is kept, known or not; what is written has the form that Jupyter's own
/// nbformat library gives it, to the byte. Not safe for use from several threads.
/// </summary>
public sealed class Notebook
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    private readonly JsonObject _json;

    private Notebook(JsonObject json)
    {
        _json = json;
        if ((int?)json["nbformat"] is not 4)
            throw new NotebookFormatException($"it is of nbformat {json["nbformat"]?.ToJsonString() ?? "unknown"}, not 4");
        if (json["cells"] is not JsonArray cells) throw new NotebookFormatException("it has no list of cells");
        Cells = [.. cells.Select((cell, index) => new Cell((JsonObject)cell!, index))];
    }

    /// <summary>The cells, in order.</summary>
    public IReadOnlyList<Cell> Cells { get; }

    /// <summary>The notebook's metadata.</summary>
    public JsonObject Metadata => _json["metadata"] as JsonObject ?? (JsonObject)(_json["metadata"] = new JsonObject());

    /// <summary>The name of the kernel it was written for.</summary>
    public string? KernelName => JsonText.Of(Part("kernelspec")?["name"]);

    /// <summary>The language of its code, as the metadata has it.</summary>
    public string? Language => JsonText.Of(Part("kernelspec")?["language"]) ?? JsonText.Of(Part("language_info")?["name"]);

    /// <summary>Reads a notebook.</summary>
    /// <exception cref="NotebookFormatException">The file is no notebook of nbformat 4.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static Notebook Read(string path) => Parse(File.ReadAllText(path, Utf8));

    /// <summary>The notebook in the text of a file.</summary>
    /// <exception cref="NotebookFormatException">The text is no notebook of nbformat 4.</exception>
    public static Notebook Parse(string json)
    {
        try
        {
            return JsonNode.Parse(json) is JsonObject notebook
                ? new Notebook(notebook)
                : throw new NotebookFormatException("it is not a JSON object");
        }
        catch (JsonException e)
        {
            throw new NotebookFormatException(
                $"it is not JSON (line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1})", e);
        }
        catch (Exception e) when (e is InvalidOperationException or InvalidCastException or FormatException or ArgumentException)
        {
            throw new NotebookFormatException($"a part is not of the type that nbformat gives it: {e.Message}", e);
        }
    }

    /// <summary>
    /// A notebook that has other cells and is like this one in all else. Both are changed apart. Cells have ids only from
    /// nbformat 4.5 on: in an earlier one they lose them.
    /// </summary>
    public Notebook WithCells(IEnumerable<Cell> cells)
    {
        var json = ToJsonWith(cells);
        if ((int?)json["nbformat_minor"] is null or < 5)
            foreach (var cell in (JsonArray)json["cells"]!) ((JsonObject)cell!).Remove("id");
        return new Notebook(json);
    }

    /// <summary>The text of the notebook's file.</summary>
    public string ToJson() => CanonicalJson.Write(ToJsonWith(Cells)) + "\n";

    /// <summary>Writes the notebook. A reader never sees half of it: the file is replaced when the new one is whole.</summary>
    public void Write(string path)
    {
        var whole = Path.GetFullPath(path);
        Directory.CreateDirectory(Path.GetDirectoryName(whole)!);
        var part = $"{whole}.{Guid.NewGuid():N}.part";
        try
        {
            File.WriteAllText(part, ToJson(), Utf8);
            File.Move(part, whole, overwrite: true);
        }
        finally
        {
            File.Delete(part);
        }
    }

    private JsonObject? Part(string name) => Metadata[name] as JsonObject;

    private JsonObject ToJsonWith(IEnumerable<Cell> cells) => new(_json
        .Where(property => property.Key != "cells")
        .Select(property => KeyValuePair.Create(property.Key, property.Value?.DeepClone())))
    {
        ["cells"] = new JsonArray([.. cells.Select(cell => cell.ToJson())]),
    };
}
