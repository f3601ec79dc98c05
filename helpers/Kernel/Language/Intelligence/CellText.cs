namespace CSharpKernel.Language.Intelligence;

/// <summary>A cell's text as the compiler may read it while it is typed: all that is not C# is blank.</summary>
internal static class CellText
{
    /// <summary>Blanks the lines that are no C#, so that every character of the rest stays where it is.</summary>
    /// <param name="code">The cell.</param>
    /// <param name="keepsReferences">Whether the files stay that the cell references or loads; packages never do.</param>
    public static string OnlyCSharp(string code, bool keepsReferences = false)
    {
        if (!code.Contains('#', StringComparison.Ordinal)) return code;
        var parts = CellParts.Split(code).Where(part => part.Directive is null).ToArray();
        return Blank(code, (i, line) =>
            !parts.Any(part => Contains(part.Lines, i)) || (keepsReferences ? IsOfPackages(line) : IsReference(line)));
    }

    /// <summary>The parts of a cell, those of C# with blanks for all else of the cell, and for the packages that they name.</summary>
    public static IEnumerable<CellPart> Parts(string code) => CellParts.Split(code).Select(part => part.Directive is null
        ? part with { Text = Blank(code, (i, line) => !Contains(part.Lines, i) || IsOfPackages(line)) }
        : part);

    /// <summary>The lines of a cell that name packages, or where to find them.</summary>
    public static IEnumerable<Range> PackageLines(string code) => code.Contains('#', StringComparison.Ordinal)
        ? Lines(code).Where(line => IsOfPackages(code[line]))
        : [];

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

    private static string Blank(string code, Func<int, string, bool> isBlank)
    {
        var text = code.ToCharArray();
        foreach (var (i, line) in Lines(code).Index())
        {
            if (isBlank(i, code[line])) text.AsSpan(line).Fill(' ');
        }

        return new string(text);
    }

    private static bool IsReference(string line) =>
        line.AsSpan().TrimStart() is ['#', 'r' or 'i', ' ' or '\t' or '"', ..] or ['#', 'l', 'o', 'a', 'd', ..];

    private static bool IsOfPackages(string line) => line.AsSpan().TrimStart() switch
    {
        ['#', 'i', ' ' or '\t' or '"', ..] => true,
        ['#', 'r', ' ' or '\t' or '"', ..] => line.Contains("nuget:", StringComparison.OrdinalIgnoreCase),
        _ => false,
    };

    private static bool Contains(Range lines, int line) => line >= lines.Start.Value && (lines.End.IsFromEnd || line < lines.End.Value);

    /// <summary>The lines of a cell, without their line breaks.</summary>
    public static IEnumerable<Range> Lines(string code)
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
