namespace CSharpKernel.Language.Intelligence;

/// <summary>A cell's text as the compiler may read it while it is typed: all that is not C# is blank.</summary>
internal static class CellText
{
    /// <summary>Blanks the lines that are no C#, so that every character of the rest stays where it is.</summary>
    public static string OnlyCSharp(string code)
    {
        if (!code.Contains('#', StringComparison.Ordinal)) return code;
        var text = code.ToCharArray();
        if (code.Contains("#!", StringComparison.Ordinal)) BlankOtherLanguages(code, text);
        foreach (var line in Lines(code))
        {
            // Files and packages that the cell is yet to reference are not looked for while it is typed.
            if (code.AsSpan()[line].TrimStart() is ['#', 'r' or 'i', ' ' or '\t' or '"', ..] or ['#', 'l', 'o', 'a', 'd', ..])
                text.AsSpan(line).Fill(' ');
        }

        return new string(text);
    }

    /// <summary>Whether a position lies in a part of the cell that is C#.</summary>
    public static bool IsCSharp(string code, int position)
    {
        if (!code.Contains("#!", StringComparison.Ordinal)) return true;

        // What would come in the next line belongs to the same language.
        var line = LineAt(code, position);
        return CellParts.Split(code[..line.End.Value] + "\n0").Last().Directive is null;
    }

    /// <summary>The line that a position is in, without its line break.</summary>
    public static Range LineAt(string code, int position) => Lines(code).Last(line => line.Start.Value <= position);

    private static void BlankOtherLanguages(string code, char[] text)
    {
        var csharp = new HashSet<int>();
        foreach (var part in CellParts.Split(code).Where(part => part.Directive is null))
        {
            // Such a part begins with an empty line for every line before it.
            var number = 0;
            foreach (var line in part.Text.AsSpan().EnumerateLines())
            {
                if (!line.IsEmpty) csharp.Add(number);
                number++;
            }
        }

        var i = 0;
        foreach (var line in Lines(code))
        {
            if (!csharp.Contains(i++)) text.AsSpan(line).Fill(' ');
        }
    }

    private static IEnumerable<Range> Lines(string code)
    {
        var start = 0;
        while (true)
        {
            var length = code.AsSpan(start).IndexOfAny('\r', '\n');
            if (length < 0) break;
            yield return new Range(start, start + length);
            start += length + (code.AsSpan(start + length).StartsWith("\r\n") ? 2 : 1);
        }

        yield return new Range(start, code.Length);
    }
}
