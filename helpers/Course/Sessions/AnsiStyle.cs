using System.Text.RegularExpressions;

namespace Course.Sessions;

/// <summary>
/// Which escape sequences are in force at some point of a text, so that the text can be cut there and look the same.
/// </summary>
internal static partial class AnsiStyle
{
    // Nobody sets so many at a time; who only ever sets and never resets shall not cost more and more.
    private const int Longest = 200;

    /// <summary>The sequences in force behind a text.</summary>
    /// <param name="style">Those in force before it.</param>
    /// <param name="text">The text.</param>
    public static string After(string style, string text)
    {
        if (!text.Contains('\e', StringComparison.Ordinal)) return style;
        foreach (var sequence in Sequence().EnumerateMatches(text))
        {
            var codes = text.AsSpan(sequence.Index + 2, sequence.Length - 3);
            if (codes is "" or "0" || codes.StartsWith("0;"))
                style = codes.Length > 1 ? text.Substring(sequence.Index, sequence.Length) : "";
            else if (style.Length + sequence.Length <= Longest)
                style += text.Substring(sequence.Index, sequence.Length);
        }

        return style;
    }

    [GeneratedRegex(@"\e\[[0-9;]*m")]
    private static partial Regex Sequence();
}
