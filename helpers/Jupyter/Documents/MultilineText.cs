using System.Buffers;
using System.Text.Json.Nodes;

namespace Jupyter.Documents;

/// <summary>Text as nbformat stores it: a list of lines, each with its line end, or one string.</summary>
internal static class MultilineText
{
    /// <summary>The characters after which nbformat, written in Python, breaks a line.</summary>
    private static readonly SearchValues<char> LineEnds =
        SearchValues.Create("\n\r\v\f\u001c\u001d\u001e\u0085\u2028\u2029");

    public static string Read(JsonNode? node) => node switch
    {
        null => "",
        JsonArray lines => string.Concat(lines.Select(line => line?.GetValue<string>())),
        _ => node.GetValue<string>(),
    };

    public static JsonArray Split(string text)
    {
        var lines = new JsonArray();
        for (var start = 0; start < text.Length;)
        {
            var end = text.AsSpan(start).IndexOfAny(LineEnds) + start;
            if (end < start) end = text.Length - 1;
            if (text[end] == '\r' && end + 1 < text.Length && text[end + 1] == '\n') end++;
            lines.Add(text[start..(end + 1)]);
            start = end + 1;
        }

        return lines;
    }
}
