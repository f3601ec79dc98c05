using System.Globalization;
using Microsoft.CodeAnalysis;

namespace CSharpKernel.Language;

/// <summary>Tells what the compiler has to say of a cell, each with the line that it is about, as the user wrote it.</summary>
/// <param name="sources">The cell's text, and those of the files that it loads.</param>
/// <param name="isFile">Whether the cell's text is that of a file, which is to be named.</param>
/// <param name="compilation">What the compiler has made of it.</param>
internal sealed class CompilerMessages(CellSources sources, bool isFile, Compilation compilation)
{
    private static readonly string[] Meaningless =
    [
        // A field, event or private member is not used, or not assigned: a later cell may do it.
        "CS0067", "CS0169", "CS0414", "CS0649",

        // An annotation for null without a context for it: a script is compiled without one, and its author cannot help that.
        "CS8632",
    ];

    private readonly HashSet<string> _suggested = [];
    private readonly Suggestions _suggestions = new(compilation);

    /// <summary>Whether a diagnostic is a warning of something that the user wrote.</summary>
    public bool IsWarning(Diagnostic diagnostic)
    {
        if (diagnostic is not { Severity: DiagnosticSeverity.Warning, IsSuppressed: false } || Meaningless.Contains(diagnostic.Id))
            return false;
        var span = diagnostic.Location.GetLineSpan();
        return span.Path == sources.Name && !sources.Find(span.Path)!.IsInserted(span.StartLinePosition);
    }

    /// <summary>Where a diagnostic is and what it says, in one line.</summary>
    public string Summarise(Diagnostic diagnostic)
    {
        var (place, kind, message) = Parts(diagnostic);
        return $"{place}{kind}: {message}";
    }

    /// <summary>A diagnostic line by line: what it says, the source line and a mark below the place.</summary>
    public IEnumerable<string> Describe(Diagnostic diagnostic)
    {
        var (place, kind, message) = Parts(diagnostic);
        yield return $"{place}{Ansi.Red(kind)}: {message}";
        var span = diagnostic.Location.GetLineSpan();
        if (sources.Find(span.Path) is not { } text) yield break;
        var start = text.ToOriginal(span.StartLinePosition);
        if (start.Line >= text.Lines.Count) yield break;
        var end = text.ToOriginal(span.EndLinePosition);
        var line = text.Lines[start.Line].ToString();
        var length = (end.Line == start.Line ? end.Character : line.Length) - start.Character;
        yield return "    " + line;
        yield return "    " + Blank(line.AsSpan(0, Math.Min(start.Character, line.Length)))
            + Ansi.Red(new string('^', Math.Max(1, length)));
        if (Suggest(diagnostic) is { } suggestion && _suggested.Add($"{text.ToOriginal(span.Span)}: {suggestion}"))
            yield return "    " + suggestion;
    }

    /// <inheritdoc cref="Suggestions.Of"/>
    public string? Suggest(Diagnostic diagnostic) => _suggestions.Of(diagnostic);

    /// <summary>Where each kind of diagnostic is explained, a line a kind.</summary>
    public static IEnumerable<string> Links(IEnumerable<Diagnostic> diagnostics) => diagnostics
        .Where(diagnostic => LinkOf(diagnostic.Descriptor) is not null)
        .DistinctBy(diagnostic => diagnostic.Id)
        .Select(diagnostic => $"{diagnostic.Id}: {Ansi.Cyan(LinkOf(diagnostic.Descriptor)!)}");

    /// <summary>Where a kind of diagnostic is explained: a link that stays whole where a bracket would end it.</summary>
    public static string? LinkOf(DiagnosticDescriptor descriptor) => descriptor.HelpLinkUri.Length == 0 ? null : descriptor.HelpLinkUri
        .Replace("(", "%28", StringComparison.Ordinal)
        .Replace(")", "%29", StringComparison.Ordinal);

    private (string Place, string Kind, string Message) Parts(Diagnostic diagnostic)
    {
        var span = diagnostic.Location.GetLineSpan();
        var position = sources.Find(span.Path)?.ToOriginal(span.StartLinePosition) ?? span.StartLinePosition;
        var file = span.Path == sources.Name && !isFile ? "" : span.Path;
        var place = diagnostic.Location == Location.None ? "" : string.Create(
            CultureInfo.InvariantCulture, $"{file}({position.Line + 1},{position.Character + 1}): ");
        var kind = diagnostic.Severity == DiagnosticSeverity.Error ? "error" : "warning";
        return (place, $"{kind} {diagnostic.Id}", diagnostic.GetMessage(CultureInfo.InvariantCulture));
    }

    private static string Blank(ReadOnlySpan<char> text)
    {
        var blank = text.ToArray();
        for (var i = 0; i < blank.Length; i++) blank[i] = blank[i] == '\t' ? '\t' : ' ';
        return new string(blank);
    }
}
