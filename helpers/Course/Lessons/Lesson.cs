using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Jupyter.Documents;

namespace Course.Lessons;

/// <summary>A notebook as content: what it is called, what it shows, how long it takes, and its cells. Immutable.</summary>
public sealed partial record Lesson
{
    /// <summary>What it is called in links: the name of the file, without extension.</summary>
    public required string Name { get; init; }

    /// <summary>The notebook's file.</summary>
    public required string File { get; init; }

    /// <summary>Its number in the course, where it has one.</summary>
    public int? Number { get; init; }

    /// <summary>Its title without the number, in the lesson's language and in the original's.</summary>
    public required BilingualText Title { get; init; }

    /// <summary>What it is about or, where it does not say, what a reader can do afterwards. One line.</summary>
    public string Summary { get; init; } = "";

    /// <summary>What a reader can do afterwards, a line each.</summary>
    public IReadOnlyList<string> Goals { get; init; } = [];

    /// <summary>How long it takes to read and try, as it says itself; else an estimate for reading alone.</summary>
    public TimeSpan ReadingTime { get; init; }

    /// <summary>The language of its code.</summary>
    public string Language { get; init; } = "C#";

    public IReadOnlyList<LessonCell> Cells { get; init; } = [];

    /// <summary>Why the notebook cannot be read, in one line; <see langword="null"/> where it can.</summary>
    public string? Problem { get; init; }

    /// <summary>All headings, in order.</summary>
    public IEnumerable<Heading> Headings => Cells.SelectMany(cell => cell.Headings);

    /// <summary>The headings that divide it: those that its navigation shows, and by which one's progress is counted.</summary>
    public IEnumerable<Heading> Sections => Headings.Where(heading => heading.Level is 2 or 3);

    /// <summary>The lesson in a notebook.</summary>
    public static Lesson Of(Notebook notebook, string file)
    {
        var name = Path.GetFileNameWithoutExtension(file);
        var cells = ReadCells(notebook);
        var opening = Opening.Of(cells);
        var title = cells.SelectMany(cell => cell.Headings).FirstOrDefault(heading => heading.Level == 1)?.Text ?? name;
        var numbered = NumberedTitle().Match(title);
        return new Lesson
        {
            Name = name,
            File = file,
            Number = Parse(numbered.Groups["number"]) ?? Parse(NumberedName().Match(name)),
            Title = BilingualText.Parse(numbered.Success ? title[numbered.Length..] : title),
            Summary = opening.Summary,
            Goals = opening.Goals,
            ReadingTime = opening.Time ?? Lessons.ReadingTime.Of(cells),
            Language = notebook.Language ?? "C#",
            Cells = cells,
        };
    }

    /// <summary>The lesson in a notebook that cannot be read.</summary>
    public static Lesson Broken(string file, string problem)
    {
        var name = Path.GetFileNameWithoutExtension(file);
        return new Lesson
        {
            Name = name,
            File = file,
            Number = Parse(NumberedName().Match(name)),
            Title = new BilingualText(name, null),
            Problem = problem.ReplaceLineEndings(" "),
        };
    }

    private static LessonCell[] ReadCells(Notebook notebook)
    {
        var (ids, number) = (new HashSet<string>(), 0);
        var cells = notebook.Cells.Select(cell => new LessonCell(IdOf(cell), cell.Kind, cell.Source.ReplaceLineEndings("\n"))
        {
            Number = cell.Kind == CellKind.Code && !string.IsNullOrWhiteSpace(cell.Source) ? ++number : null,
            Outputs = [.. cell.Outputs],
            ExecutionCount = cell.ExecutionCount,
            Slide = cell.SlideType,
            Tags = [.. cell.Tags],
            Pictures = PicturesOf(cell),
        }).ToArray();
        var anchors = cells.Select(cell => cell.Anchor).ToHashSet();
        return [.. cells.Select(cell => cell.Kind == CellKind.Markdown ? cell with { Headings = Prose.Headings(Prose.Parse(cell.Source), anchors) } : cell)];

        // Ids are part of links, so those that nbformat does not allow are not used; nor are those that an earlier cell has.
        string IdOf(Cell cell)
        {
            if (cell.Id is { } id && CellId().IsMatch(id) && ids.Add(id)) return id;
            var made = $"{cell.Index + 1}";
            while (!ids.Add(made)) made += "-";
            return made;
        }
    }

    private static ImmutableDictionary<string, string> PicturesOf(Cell cell) => cell.Attachments
        .SelectMany(file => file.Value.Types
            .Where(type => type.StartsWith("image/", StringComparison.Ordinal))
            .Take(1)
            .Select(type => KeyValuePair.Create(file.Key, $"data:{type};base64,{file.Value.Text(type)?.ReplaceLineEndings("")}")))
        .ToImmutableDictionary();

    private static int? Parse(Capture digits) =>
        int.TryParse(digits.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    [GeneratedRegex(@"^\s*(?<number>\d{1,4})\s*[·.:)–-]\s+")]
    private static partial Regex NumberedTitle();

    [GeneratedRegex(@"^\d{1,4}(?!\d)")]
    private static partial Regex NumberedName();

    [GeneratedRegex(@"^[A-Za-z0-9_-]{1,64}\z")]
    private static partial Regex CellId();
}
