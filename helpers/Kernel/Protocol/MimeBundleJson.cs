using System.Text.Json;
using System.Text.Json.Nodes;
using CSharpKernel.Language;

namespace CSharpKernel.Protocol;

internal static class MimeBundleJson
{
    /// <summary>The bundle as messages carry it: text as strings, JSON as it is.</summary>
    public static JsonObject ToJson(this MimeBundle bundle)
    {
        var json = new JsonObject();
        foreach (var (mimeType, text) in bundle) json[mimeType] = IsJson(mimeType) ? Parse(text) : text;
        return json;
    }

    private static bool IsJson(string mimeType) =>
        mimeType == "application/json" || mimeType.EndsWith("+json", StringComparison.Ordinal);

    private static JsonNode? Parse(string text)
    {
        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return text;
        }
    }
}
