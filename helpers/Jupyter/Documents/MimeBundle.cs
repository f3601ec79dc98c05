using System.Text.Json.Nodes;

namespace Jupyter.Documents;

/// <summary>One value in several representations, by MIME type. Immutable.</summary>
public sealed class MimeBundle
{
    private readonly JsonObject _data;

    private MimeBundle(JsonObject data) => _data = data;

    /// <summary>Whether a representation of a MIME type is JSON, which messages and notebooks carry as it is.</summary>
    public static bool IsJson(string type)
    {
        ArgumentNullException.ThrowIfNull(type);
        return type == "application/json" || type.EndsWith("+json", StringComparison.Ordinal);
    }

    /// <summary>The MIME types that there are.</summary>
    public IEnumerable<string> Types => _data.Select(property => property.Key);

    /// <summary>The text of a representation, <see langword="null"/> where there is none of the type.</summary>
    public string? Text(string type) => _data[type] switch
    {
        null => null,
        JsonValue value when value.TryGetValue(out string? text) => text,
        JsonArray lines when !IsJson(type) && lines.All(line => JsonText.Of(line) is not null) => MultilineText.Read(lines),
        var json => json.ToJsonString(),
    };

    /// <summary>The bundle with the text of one representation changed.</summary>
    public MimeBundle Select(string type, Func<string, string> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        if (Text(type) is not { } text) return this;
        var data = (JsonObject)_data.DeepClone();
        data[type] = change(text);
        return new MimeBundle(data);
    }

    /// <summary>The bundle of a message or of a notebook.</summary>
    public static MimeBundle FromJson(JsonNode? data) => new((JsonObject)((data as JsonObject)?.DeepClone() ?? new JsonObject()));

    /// <summary>The bundle as nbformat stores it: text as lines, everything else as it came.</summary>
    public JsonObject ToJson() => new(_data.Select(property => KeyValuePair.Create(
        property.Key,
        IsText(property.Key) && property.Value is (JsonValue or JsonArray)
            ? MultilineText.Split(Text(property.Key)!)
            : property.Value?.DeepClone())));

    private static bool IsText(string type) =>
        type.StartsWith("text/", StringComparison.Ordinal) || type is "image/svg+xml" or "application/javascript";
}
