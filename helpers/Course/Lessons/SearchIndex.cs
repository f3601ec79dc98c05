using Jupyter.Documents;
using Markdig.Extensions.Tables;
using Markdig.Syntax;

namespace Course.Lessons;

/// <summary>
/// Finds words in the headings, prose and code of lessons. A course is small: its text is looked through, which takes less
/// than a millisecond a lesson. Immutable.
/// </summary>
internal sealed class SearchIndex
{
    private const int HeadingScore = 10;
    private const int TitleScore = 4;
    private const int ProseScore = 3;
    private const int CodeScore = 2;

    /// <summary>Characters of a snippet before the first match, and in all.</summary>
    private const int SnippetLead = 50;

    private const int SnippetLength = 180;

    public SearchIndex(IEnumerable<Lesson> lessons) => Sections = [.. lessons.SelectMany(SectionsOf)];

    /// <summary>What is searched, in the order of the lessons.</summary>
    public IReadOnlyList<SearchSection> Sections { get; }

    /// <summary>
    /// The sections in which every word is found, at the beginning of a word or of a part of a name; Chinese is found
    /// anywhere. First those that have them in their heading.
    /// </summary>
    public IReadOnlyList<SearchHit> Find(string query, int limit = 30)
    {
        var words = query.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Distinct(StringComparer.OrdinalIgnoreCase).ToArray();
        if (words.Length == 0) return [];
        return
        [
            .. Sections.Select(section => (Section: section, Score: Score(section, words)))
                .Where(found => found.Score > 0)
                .OrderByDescending(found => found.Score)
                .Take(limit)
                .Select(found => Hit(found.Section, words)),
        ];
    }

    private static int Score(SearchSection section, string[] words)
    {
        var total = 0;
        foreach (var word in words)
        {
            var best = WordMatch.Score(section.Heading, word) * HeadingScore;
            foreach (var passage in section.Passages)
                best = Math.Max(best, WordMatch.Score(passage.Text, word) * (passage.IsCode ? CodeScore : ProseScore));
            // A lesson's title helps to narrow a search down; alone it finds the lesson, not every section of it.
            if (best == 0) best = WordMatch.Score(section.Lesson, word) * (words.Length > 1 ? TitleScore : 0);
            if (best == 0) return 0;
            total += best;
        }

        return total;
    }

    private static SearchHit Hit(SearchSection section, string[] words)
    {
        var passage = section.Passages.MaxBy(passage => words.Sum(word => WordMatch.Score(passage.Text, word)));
        var inPassage = passage is not null && words.Any(word => WordMatch.Score(passage.Text, word) > 0);
        var inHeading = words.All(word => WordMatch.Score(section.Heading, word) > 0);
        return new SearchHit(
            section.Name,
            section.Lesson,
            section.Heading,
            inPassage && !inHeading ? passage!.Anchor : section.Anchor,
            passage is { IsCode: true },
            WordMatch.Mark(section.Heading, words),
            passage is null ? [] : WordMatch.Mark(Snippet(passage.Text, words), words));
    }

    private static string Snippet(string text, string[] words)
    {
        var first = words.Select(word => WordMatch.Find(text, word, 0)).Where(at => at >= 0).DefaultIfEmpty(0).Min();
        var start = Math.Max(0, first - SnippetLead);
        if (start > 0 && text.IndexOf(' ', start, first - start) is var space and >= 0) start = space + 1;
        var end = Math.Min(text.Length, start + SnippetLength);
        if (end < text.Length && text.LastIndexOf(' ', end - 1, end - first) is var last && last > first) end = last;
        return (start > 0 ? "… " : "") + text[start..end] + (end < text.Length ? " …" : "");
    }

    private static IEnumerable<SearchSection> SectionsOf(Lesson lesson)
    {
        var sections = new List<SearchSection>();
        var passages = new List<SearchPassage>();
        Begin(lesson.Title.Text, "");
        foreach (var cell in lesson.Cells)
        {
            if (cell.Kind == CellKind.Markdown) AddProse(cell);
            else if (cell.Number is not null) Add(cell.Anchor, true, cell.Source);
        }

        return sections.Where(section => section.Anchor.Length > 0 || section.Passages.Count > 0);

        void Begin(string heading, string anchor) =>
            sections.Add(new SearchSection(lesson.Name, lesson.Title.Text, heading, anchor, passages = []));

        void AddProse(LessonCell cell)
        {
            var headings = new Queue<Heading>(cell.Headings);
            var text = new List<string>();
            foreach (var block in Prose.Parse(cell.Source).Descendants<LeafBlock>())
            {
                if (block is HeadingBlock && headings.TryDequeue(out var heading))
                {
                    Add(cell.Anchor, false, string.Join(' ', text));
                    text.Clear();
                    Begin(heading.Text, heading.Id);
                }
                else
                {
                    text.Add(block is CodeBlock code ? code.Lines.ToString() : Markdown(block));
                }
            }

            Add(cell.Anchor, false, string.Join(' ', text));
        }

        void Add(string anchor, bool isCode, string text)
        {
            text = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
            if (text.Length > 0) passages.Add(new SearchPassage(anchor, isCode, text));
        }

        static string Markdown(LeafBlock block) => block.Parent is TableCell ? Prose.TextOf(block.Inline) + " ·" : Prose.TextOf(block.Inline);
    }
}

/// <summary>What follows a heading, up to the next.</summary>
/// <param name="Name">The lesson's name in links.</param>
/// <param name="Lesson">The lesson's title.</param>
/// <param name="Heading">The heading's words.</param>
/// <param name="Anchor">The heading's anchor; empty for what comes before the first heading.</param>
/// <param name="Passages">Its prose and code.</param>
internal sealed record SearchSection(
    string Name, string Lesson, string Heading, string Anchor, IReadOnlyList<SearchPassage> Passages);

/// <summary>A cell's text, on one line.</summary>
/// <param name="Anchor">The cell's anchor.</param>
/// <param name="IsCode">Whether it is code.</param>
/// <param name="Text">The text.</param>
internal sealed record SearchPassage(string Anchor, bool IsCode, string Text);

/// <summary>A section in which all words were found.</summary>
/// <param name="Name">The lesson's name in links.</param>
/// <param name="Lesson">The lesson's title.</param>
/// <param name="Heading">The heading's words.</param>
/// <param name="Anchor">Where on the lesson's page it is; empty for its beginning.</param>
/// <param name="IsCode">Whether the snippet is code.</param>
/// <param name="MarkedHeading">The heading with its matches marked.</param>
/// <param name="Snippet">Text around the first match, with all matches marked; empty where only the heading has them.</param>
internal sealed record SearchHit(
    string Name,
    string Lesson,
    string Heading,
    string Anchor,
    bool IsCode,
    IReadOnlyList<MarkedText> MarkedHeading,
    IReadOnlyList<MarkedText> Snippet);

/// <summary>A piece of text.</summary>
/// <param name="Text">The text.</param>
/// <param name="IsMatch">Whether it is what was searched for.</param>
public readonly record struct MarkedText(string Text, bool IsMatch);
