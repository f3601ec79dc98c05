using System.Text.Json.Nodes;

namespace Jupyter.Documents;

/// <summary>Something that a code cell put out. Immutable by convention.</summary>
public abstract record Output
{
    /// <summary>Reads an output as nbformat stores it.</summary>
    /// <exception cref="NotebookFormatException">It is none of the four types of nbformat 4.</exception>
    public static Output FromJson(JsonObject json)
    {
        ArgumentNullException.ThrowIfNull(json);
        return (string?)json["output_type"] switch
        {
            "stream" => new StreamOutput((string?)json["name"] ?? "stdout", MultilineText.Read(json["text"])),
            "display_data" => new DisplayOutput(MimeBundle.FromJson(json["data"]), Metadata()),
            "execute_result" => new DisplayOutput(MimeBundle.FromJson(json["data"]), Metadata(), (int?)json["execution_count"], IsResult: true),
            "error" => new ErrorOutput(
                (string?)json["ename"] ?? "",
                (string?)json["evalue"] ?? "",
                [.. (json["traceback"] as JsonArray ?? []).Select(line => (string?)line ?? "")]),
            var type => throw new NotebookFormatException($"an output is of the unknown type '{type}'"),
        };

        JsonObject Metadata() => (JsonObject)(json["metadata"]?.DeepClone() ?? new JsonObject());
    }

    /// <summary>The output as nbformat stores it.</summary>
    public abstract JsonObject ToJson();
}

/// <summary>Text that was written to the standard output or error.</summary>
/// <param name="Name"><c>stdout</c> or <c>stderr</c>.</param>
/// <param name="Text">What was written.</param>
public sealed record StreamOutput(string Name, string Text) : Output
{
    /// <inheritdoc/>
    public override JsonObject ToJson() => new()
    {
        ["output_type"] = "stream",
        ["name"] = Name,
        ["text"] = MultilineText.Split(Text),
    };
}

/// <summary>A value in one or more representations.</summary>
/// <param name="Data">The representations, by MIME type.</param>
/// <param name="Metadata">Metadata by MIME type.</param>
/// <param name="ExecutionCount">Of a cell's result, the number of the execution.</param>
/// <param name="IsResult">Whether it is the value of the cell's last expression, not something the cell displayed.</param>
public sealed record DisplayOutput(
    MimeBundle Data, JsonObject Metadata, int? ExecutionCount = null, bool IsResult = false) : Output
{
    /// <summary>This output with the value of a later one, at its own place: it stays the result that it is, or is not.</summary>
    public DisplayOutput Updated(DisplayOutput value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return value with { IsResult = IsResult, ExecutionCount = ExecutionCount };
    }

    /// <inheritdoc/>
    public override JsonObject ToJson()
    {
        var json = new JsonObject
        {
            ["output_type"] = IsResult ? "execute_result" : "display_data",
            ["data"] = Data.ToJson(),
            ["metadata"] = Metadata.DeepClone(),
        };
        if (IsResult) json["execution_count"] = ExecutionCount;
        return json;
    }
}

/// <summary>An exception, or whatever else made a cell fail.</summary>
/// <param name="Name">The type of the exception.</param>
/// <param name="Value">Its message.</param>
/// <param name="Traceback">Where it came from; may hold ANSI escape sequences.</param>
public sealed record ErrorOutput(string Name, string Value, IReadOnlyList<string> Traceback) : Output
{
    /// <inheritdoc/>
    public override JsonObject ToJson() => new()
    {
        ["output_type"] = "error",
        ["ename"] = Name,
        ["evalue"] = Value,
        ["traceback"] = new JsonArray([.. Traceback.Select(line => JsonValue.Create(line))]),
    };
}
