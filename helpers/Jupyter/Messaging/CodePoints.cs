using System.Text;

namespace Jupyter.Messaging;

/// <summary>Front ends count the characters of code in Unicode code points, .NET counts UTF-16 code units.</summary>
public static class CodePoints
{
    /// <summary>How many code units the first code points take.</summary>
    /// <param name="text">The text.</param>
    /// <param name="count">How many code points; more than there are means all, fewer than none means none.</param>
    public static int ToUtf16(string text, int count)
    {
        var index = 0;
        while (count-- > 0 && index < text.Length) index += LengthAt(text, index);
        return index;
    }

    /// <summary>How many code points the first code units are.</summary>
    /// <param name="text">The text.</param>
    /// <param name="end">How many code units.</param>
    public static int FromUtf16(string text, int end)
    {
        var count = 0;
        for (var index = 0; index < end; index += LengthAt(text, index)) count++;
        return count;
    }

    // Half a pair, which no text should have, counts as one of either.
    private static int LengthAt(string text, int index) => Rune.TryGetRuneAt(text, index, out var rune) ? rune.Utf16SequenceLength : 1;
}
