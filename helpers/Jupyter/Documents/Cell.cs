using System.Text.Json.Nodes;

namespace Jupyter.Documents;

/// <summary>A cell of a <see cref="Notebook"/>: a view of its JSON, so that what is not known here is kept.</summary>
public sealed class Cell
{
    private readonly JsonObject _json;

    internal Cell(JsonObject json, int index)
    {
        _json = json;
        Index = index;
        Kind = (string?)json["cell_type"] switch
        {
            "code" => CellKind.Code,
            "markdown" => CellKind.Markdown,
            "raw" => CellKind.Raw,
            var type => throw new NotebookFormatException($"cell {index + 1} is of the unknown type '{type}'"),
        };
        Source = MultilineText.Read(json["source"]);
        if (Kind != CellKind.Code) return;
        ExecutionCount = (int?)json["execution_count"];
        Outputs = [.. (json["outputs"] as JsonArray ?? []).Select(output => Output.FromJson((JsonObject)output!))];
    }

    /// <summary>The position in the notebook, from 0.</summary>
    public int Index { get; }

    /// <summary>What the cell holds.</summary>
    public CellKind Kind { get; }

    /// <summary>The name that stays the same when cells are moved; <see langword="null"/> before nbformat 4.5.</summary>
    public string? Id => JsonText.Of(_json["id"]);

    /// <summary>The code or prose.</summary>
    public string Source { get; }

    /// <summary>The cell's metadata.</summary>
    public JsonObject Metadata => _json["metadata"] as JsonObject ?? (JsonObject)(_json["metadata"] = new JsonObject());

    /// <summary>The tags in the metadata.</summary>
    public IEnumerable<string> Tags => (Metadata["tags"] as JsonArray ?? []).Select(JsonText.Of).OfType<string>();

    /// <summary>Its place in a deck of slides, where the metadata give it one.</summary>
    public string? SlideType => JsonText.Of((Metadata["slideshow"] as JsonObject)?["slide_type"]);

    /// <summary>What is attached to the cell, by the names under which its text shows it. Of prose only.</summary>
    public IEnumerable<KeyValuePair<string, MimeBundle>> Attachments =>
        (_json["attachments"] as JsonObject ?? []).Select(file => KeyValuePair.Create(file.Key, MimeBundle.FromJson(file.Value)));

    /// <summary>The number of the execution that made the outputs.</summary>
    public int? ExecutionCount { get; set; }

    /// <summary>What the cell put out when it was last run. Empty for prose.</summary>
    public IList<Output> Outputs { get; } = new List<Output>();

    /// <summary>A new cell.</summary>
    /// <param name="kind">What it holds.</param>
    /// <param name="id">Its name, which no other cell of the notebook has: letters, digits, <c>-</c> and <c>_</c>, at most 64.</param>
    /// <param name="source">The code or prose.</param>
    public static Cell Create(CellKind kind, string id, string source)
    {
        var json = new JsonObject
        {
            ["cell_type"] = kind switch { CellKind.Code => "code", CellKind.Markdown => "markdown", _ => "raw" },
            ["id"] = id,
            ["metadata"] = new JsonObject(),
            ["source"] = source,
        };
        if (kind == CellKind.Code)
        {
            json["execution_count"] = null;
            json["outputs"] = new JsonArray();
        }

        return new Cell(json, index: 0);
    }

    /// <summary>A cell that differs from this one in its source only.</summary>
    public Cell WithSource(string source)
    {
        var json = ToJson();
        json["source"] = source;
        return new Cell(json, Index);
    }

    /// <summary>The cell's JSON in the form that nbformat gives it.</summary>
    internal JsonObject ToJson()
    {
        var json = (JsonObject)_json.DeepClone();
        json["source"] = MultilineText.Split(Source);
        (json["metadata"] as JsonObject)?.Remove("trusted");
        if (Kind != CellKind.Code) return json;
        json["execution_count"] = ExecutionCount;
        json["outputs"] = new JsonArray([.. Outputs.Select(output => output.ToJson())]);
        return json;
    }
}
