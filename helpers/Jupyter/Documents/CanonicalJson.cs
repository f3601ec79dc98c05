using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Jupyter.Documents;

/// <summary>
/// Writes JSON exactly as Jupyter writes notebooks: one space of indentation, keys in order, every character that JSON
/// lets stand as itself. <see cref="Utf8JsonWriter"/> escapes emoji and writes upper-case escapes, so that a file which
/// another front end saved would differ from ours.
/// </summary>
internal static class CanonicalJson
{
    public static string Write(JsonNode? node)
    {
        var text = new StringBuilder();
        Write(node, text, indent: 0);
        return text.ToString();
    }

    private static void Write(JsonNode? node, StringBuilder text, int indent)
    {
        switch (node)
        {
            case JsonObject { Count: > 0 } properties:
                WriteItems('{', '}', properties.OrderBy(property => property.Key, StringComparer.Ordinal), text, indent, property =>
                {
                    WriteString(property.Key, text);
                    text.Append(": ");
                    Write(property.Value, text, indent + 1);
                });
                break;
            case JsonArray { Count: > 0 } items:
                WriteItems('[', ']', items, text, indent, item => Write(item, text, indent + 1));
                break;
            case JsonValue value when value.GetValueKind() == JsonValueKind.String:
                WriteString(value.GetValue<string>(), text);
                break;
            default:
                text.Append(node?.ToJsonString() ?? "null");
                break;
        }
    }

    private static void WriteItems<T>(
        char open, char close, IEnumerable<T> items, StringBuilder text, int indent, Action<T> write)
    {
        text.Append(open);
        var separator = "";
        foreach (var item in items)
        {
            text.Append(separator).Append('\n').Append(' ', indent + 1);
            write(item);
            separator = ",";
        }

        text.Append('\n').Append(' ', indent).Append(close);
    }

    private static void WriteString(string value, StringBuilder text)
    {
        text.Append('"');
        foreach (var c in value)
        {
            _ = c switch
            {
                '"' => text.Append("\\\""),
                '\\' => text.Append(@"\\"),
                '\n' => text.Append("\\n"),
                '\r' => text.Append("\\r"),
                '\t' => text.Append("\\t"),
                '\f' => text.Append("\\f"),
                '\b' => text.Append("\\b"),
                < ' ' => text.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                _ => text.Append(c),
            };
        }

        text.Append('"');
    }
}
