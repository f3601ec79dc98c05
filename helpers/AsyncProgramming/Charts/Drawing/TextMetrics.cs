using System.Globalization;

namespace AsyncProgramming.Charts.Drawing;

/// <summary>
/// How wide a text is. Nobody knows which font the reader's browser takes, so the widths are those of DejaVu Sans, the
/// widest of the usual ones: what fits in it fits in all.
/// </summary>
internal static class TextMetrics
{
    private const double BoldFactor = 1.12;

    // Of an em, in hundredths, for the characters from space to tilde.
    private static ReadOnlySpan<byte> Ascii =>
    [
        32, 40, 46, 84, 64, 95, 78, 27, 39, 39, 50, 84, 32, 36, 32, 34, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 34, 34, 84,
        84, 84, 53, 100, 68, 69, 70, 77, 63, 58, 77, 75, 29, 29, 66, 56, 86, 75, 79, 60, 79, 69, 63, 61, 73, 68, 99, 69,
        61, 69, 39, 34, 39, 84, 50, 50, 61, 63, 55, 63, 62, 35, 63, 63, 28, 28, 58, 28, 97, 63, 61, 63, 63, 41, 52, 39, 63,
        59, 82, 59, 59, 52, 64, 34, 64, 84,
    ];

    /// <summary>The width of a text in user units.</summary>
    public static double Width(string text, double size, bool bold = false)
    {
        var hundredths = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            hundredths += rune.Value switch
            {
                >= 32 and < 127 => Ascii[rune.Value - 32],
                0xB5 or 0xB7 or 0x2013 or 0x2026 => 70,
                < 0x2E80 => 75,
                _ => 105,
            };
        }

        return hundredths / 100.0 * size * (bold ? BoldFactor : 1);
    }

    /// <summary>The text, cut with an ellipsis where it is wider than the given width.</summary>
    public static string Cut(string text, double size, double width, bool bold = false)
    {
        if (Width(text, size, bold) <= width) return text;
        var elements = StringInfo.ParseCombiningCharacters(text);
        for (var count = elements.Length - 1; count > 0; count--)
        {
            var cut = text[..elements[count]].TrimEnd() + "…";
            if (Width(cut, size, bold) <= width) return cut;
        }

        return "…";
    }

    /// <summary>The text in lines that are not wider than the given width, broken at spaces; the last one cut.</summary>
    public static IReadOnlyList<string> Wrap(string text, double size, double width, int maxLines, bool bold = false)
    {
        var lines = new List<string>();
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var line = "";
        for (var i = 0; i < words.Length; i++)
        {
            var longer = line.Length == 0 ? words[i] : $"{line} {words[i]}";
            if (line.Length > 0 && Width(longer, size, bold) > width)
            {
                if (lines.Count == maxLines - 1)
                {
                    line = string.Join(' ', [line, .. words[i..]]);
                    break;
                }

                lines.Add(line);
                line = words[i];
            }
            else
            {
                line = longer;
            }
        }

        lines.Add(line);
        return [.. lines.Select(each => Cut(each, size, width, bold))];
    }
}
