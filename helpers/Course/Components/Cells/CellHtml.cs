using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Course.Lessons;
using Course.Pages;
using Course.Sessions;
using Jupyter.Documents;
using Microsoft.AspNetCore.Components;

namespace Course.Components.Cells;

/// <summary>
/// What cells hold, as HTML. Made once for as long as the text or output is there, whatever number of tabs shows it.
/// </summary>
internal static partial class CellHtml
{
    private static readonly ConditionalWeakTable<string, string> Codes = [];
    private static readonly ConditionalWeakTable<string, string> Texts = [];
    private static readonly ConditionalWeakTable<OutputItem, string> Outputs = [];
    private static readonly Lock Highlighting = new();

    /// <summary>Code with colours.</summary>
    public static MarkupString Code(string source, string language) => new(Codes.GetValue(source, text =>
    {
        lock (Highlighting) return CodeHighlighter.Shared.ToHtml(text, language);
    }));

    /// <summary>Prose, each heading with a link to itself.</summary>
    public static MarkupString Prose(SessionCell cell, Lesson lesson) => new(Texts.GetValue(cell.Source, source =>
    {
        var headings = cell.IsEdited || cell.IsAdded ? HeadingsIn(source, cell, lesson) : cell.Original!.Headings;
        string html;
        lock (Highlighting) html = MarkdownHtml.Render(source, headings);
        return Heading().Replace(html, match =>
            $"{match.Groups["heading"].Value}<a class=\"anchor\" href=\"lessons/{Uri.EscapeDataString(lesson.Name)}#{match.Groups["id"].Value}\" aria-label=\"Link to this section\">#</a>{match.Groups["end"].Value}");
    }));

    /// <summary>A chunk of text that was written, as a part of what a terminal would show.</summary>
    public static MarkupString Text(OutputItem item) => new(Outputs.GetValue(item, chunk =>
        AnsiText.ToHtml(chunk.Style + ((StreamOutput)chunk.Output).Text)));

    /// <summary>A value or an error.</summary>
    public static MarkupString Value(OutputItem item) => new(Outputs.GetValue(item, value => OutputHtml.Render(value.Output)));

    private static IReadOnlyList<Heading> HeadingsIn(string source, SessionCell cell, Lesson lesson)
    {
        var own = cell.Original?.Headings ?? [];
        return Lessons.Prose.Headings(
            Lessons.Prose.Parse(source), lesson.Headings.Except(own).Select(heading => heading.Id).ToHashSet());
    }

    [GeneratedRegex("(?<heading><h(?<level>[1-6]) id=\"(?<id>[^\"]+)\">.*?)(?<end></h\\k<level>>)", RegexOptions.Singleline)]
    private static partial Regex Heading();
}
