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
        foreach (var (mimeType, text) in bundle) json[mimeType] = Jupyter.Documents.MimeBundle.IsJson(mimeType) ? Parse(text) : text;
        return json;
    }

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
