using Microsoft.CodeAnalysis.CSharp;

namespace CSharpKernel.Language;

/// <summary>A part of a cell: C#, or a directive with the text that belongs to it.</summary>
/// <param name="Lines">Which lines of the cell it is made of, counted from 0.</param>
/// <param name="Directive">The directive's line, from <c>#!</c> on; null for C#.</param>
/// <param name="Text">
/// The text: C# with an empty line for every line of the cell in front of it, so that errors name the cell's lines.
/// </param>
internal sealed record CellPart(Range Lines, string? Directive, string Text);

/// <summary>Splits a cell at the lines that begin with <c>#!</c>.</summary>
internal static class CellParts
{
    public static IEnumerable<CellPart> Split(string code)
    {
        if (!code.Contains("#!", StringComparison.Ordinal)) return [new CellPart(Range.All, null, code)];
        var lines = code.ReplaceLineEndings("\n").Split('\n');
        var parts = new List<CellPart>();
        var start = 0;
        string? language = null;
        for (var i = 0; i <= lines.Length; i++)
        {
            if (i < lines.Length && !(IsDirective(lines[i]) && (language is not null || IsOutsideText(lines, start, i)))) continue;
            var text = string.Join('\n', lines[start..i]);
            if (language is not null) parts.Add(new CellPart((start - 1)..i, language, text));
            else if (!string.IsNullOrWhiteSpace(text)) parts.Add(new CellPart(start..i, null, new string('\n', start) + text));
            if (i == lines.Length) break;
            start = i + 1;
            var directive = lines[i].Trim();
            language = Directives.TakesText(Directives.NameOf(directive)) ? directive : null;
            if (language is null) parts.Add(new CellPart(i..(i + 1), directive, ""));
        }

        return parts;
    }

    private static bool IsDirective(string line) => line.AsSpan().TrimStart() is ['#', '!', (>= 'a' and <= 'z') or (>= 'A' and <= 'Z'), ..];

    /// <summary>Whether a line is a directive to C# too, and not a line within a string or a comment.</summary>
    private static bool IsOutsideText(string[] lines, int start, int line)
    {
        var text = string.Join('\n', lines[start..(line + 1)]);
        var position = text.Length - lines[line].AsSpan().TrimStart().Length;
        var root = CSharpSyntaxTree.ParseText(text, SubmissionChain.ParseOptions).GetRoot();
        return root.FindTrivia(position).IsDirective;
    }
}
