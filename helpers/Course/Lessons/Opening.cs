using System.Globalization;
using System.Text.RegularExpressions;
using Jupyter.Documents;
using Markdig.Syntax;

namespace Course.Lessons;

/// <summary>What a lesson's first cell of prose says about it.</summary>
/// <param name="Summary">Its first paragraph, where that does not only introduce a list; else the list in one line.</param>
/// <param name="Goals">Its first list.</param>
/// <param name="Time">How long it says that it takes; <see langword="null"/> where it does not say.</param>
internal sealed partial record Opening(string Summary, IReadOnlyList<string> Goals, TimeSpan? Time)
{
    public static Opening Of(IReadOnlyList<LessonCell> cells)
    {
        if (cells.FirstOrDefault(cell => cell.Kind == CellKind.Markdown) is not { } cell) return new Opening("", [], Time: null);
        var document = Prose.Parse(cell.Source);
        var list = document.OfType<ListBlock>().FirstOrDefault();
        string[] goals = [.. list?.OfType<ListItemBlock>().Select(item => TextOf(item).TrimEnd(';', '.')) ?? []];
        var introduction = document.TakeWhile(block => block != list).OfType<ParagraphBlock>().FirstOrDefault();
        var leads = list is not null && introduction is not null && document.IndexOf(introduction) == document.IndexOf(list) - 1;
        var summary = introduction is null || leads ? string.Join("; ", goals) : TextOf(introduction);
        return new Opening(summary, goals, TimeIn(cell.Source));
    }

    private static string TextOf(MarkdownObject block) => string.Join(
        ' ',
        block is LeafBlock leaf ? Prose.TextOf(leaf.Inline) : string.Join(' ', block.Descendants<LeafBlock>().Select(child => Prose.TextOf(child.Inline)))).Trim();

    private static TimeSpan? TimeIn(string text) => StatedTime().Match(text) is { Success: true } match
        ? TimeSpan.FromMinutes(int.Parse(match.Groups["minutes"].ValueSpan, CultureInfo.InvariantCulture))
        : null;

    [GeneratedRegex(@"(?:\*\*Time\*\*:|\btakes)\s+(?:about\s+)?(?<minutes>\d{1,4})\s+minutes?\b", RegexOptions.IgnoreCase)]
    private static partial Regex StatedTime();
}
