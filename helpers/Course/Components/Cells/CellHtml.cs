using System.Net;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Course.Lessons;
using Course.Pages;
using Course.Sessions;
using Jupyter.Documents;
using Microsoft.AspNetCore.Components;

namespace Course.Components.Cells;

/// <summary>What cells hold, as HTML.</summary>
internal static partial class CellHtml
{
    private static readonly ConditionalWeakTable<OutputItem, string> Texts = [];

    /// <summary>Code with colours.</summary>
    public static MarkupString Code(string source, string language) => new(CodeHighlighter.Shared.ToHtml(source, language));

    /// <summary>Prose as the reader has it, each heading with a link to itself.</summary>
    public static MarkupString Prose(SessionCell cell, Lesson lesson, PageLinks links)
    {
        if (cell is { IsEdited: false, Original: { } original }) return Prose(original, links);
        var known = cell.Original ?? new LessonCell(cell.Id, cell.Kind, cell.Source);
        return Prose(known with { Source = cell.Source, Headings = HeadingsIn(cell.Source, cell, lesson) }, links);
    }

    /// <summary>Prose, each heading with a link to itself.</summary>
    public static MarkupString Prose(LessonCell cell, PageLinks links) => new(
        Heading().Replace(MarkdownHtml.Render(cell, links), match =>
            $"{match.Groups["heading"].Value}<a class=\"anchor\" href=\"{WebUtility.HtmlEncode(links.Target("#" + match.Groups["id"].Value))}\" aria-hidden=\"true\" tabindex=\"-1\">#</a>{match.Groups["end"].Value}"));

    /// <summary>A chunk of text that was written, as a part of what a terminal would show.</summary>
    public static MarkupString Text(OutputItem item) => new(Texts.GetValue(item, chunk =>
        AnsiText.ToHtml(chunk.Style + ((StreamOutput)chunk.Output).Text)));

    /// <summary>A value or an error.</summary>
    public static Fragment Value(OutputItem item) => OutputHtml.Render(item.Output);

    private static IReadOnlyList<Heading> HeadingsIn(string source, SessionCell cell, Lesson lesson)
    {
        var own = cell.Original?.Headings ?? [];
        return Lessons.Prose.Headings(
            Lessons.Prose.Parse(source),
            lesson.Headings.Except(own).Select(heading => heading.Id).Concat(lesson.Cells.Select(other => other.Anchor)).ToHashSet());
    }

    [GeneratedRegex("(?<heading><h(?<level>[1-6]) id=\"(?<id>[^\"]+)\">.*?)(?<end></h\\k<level>>)", RegexOptions.Singleline)]
    private static partial Regex Heading();
}
