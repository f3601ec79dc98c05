using System.Text.Json.Nodes;

namespace Jupyter;

/// <summary>Text in JSON that may hold anything in its place.</summary>
internal static class JsonText
{
    /// <summary>The text, <see langword="null"/> where it is something else or nothing.</summary>
    public static string? Of(JsonNode? node) => node is JsonValue value && value.TryGetValue(out string? text) ? text : null;
}
