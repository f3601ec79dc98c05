using System.Collections.Immutable;
using Course.Lessons;

namespace Course.Readers;

/// <summary>How far a reader has come in a lesson.</summary>
/// <param name="Ran">How many of the lesson's cells the reader has run to their end.</param>
/// <param name="Cells">How many cells there are to be run.</param>
/// <param name="Place">The anchor where the reader was last; <see langword="null"/> where it is not there any more, or never was.</param>
internal sealed record LessonProgress(int Ran, int Cells, string? Place)
{
    /// <summary>The ids of the sections that the reader has come to.</summary>
    public ImmutableHashSet<string> Read { get; init; } = [];

    /// <summary>How many sections there are.</summary>
    public int Sections { get; init; }

    /// <summary>The heading under which the place is.</summary>
    public Heading? Under { get; init; }

    /// <summary>When the reader was there.</summary>
    public DateTimeOffset? PlacedAt { get; init; }

    /// <summary>Whether the reader has begun.</summary>
    public bool HasBegun => Ran > 0 || Place is not null;

    /// <summary>From 0 to 100: each section that was read and each cell that was run counts alike. 100 only when all is done.</summary>
    public int Percent => Cells + Sections == 0 ? 0 : 100 * (Ran + Read.Count) / (Cells + Sections);

    /// <summary>The progress in a lesson as it is now, which may have changed since.</summary>
    public static LessonProgress Of(Lesson lesson, ReaderData data)
    {
        var cells = lesson.Cells.Where(cell => cell.Number is not null).ToArray();
        var sections = lesson.Sections.ToArray();
        var (place, under) = Find(lesson, data.Place);
        return new LessonProgress(cells.Count(cell => data.Ran.Contains(cell.Id)), cells.Length, place)
        {
            Read = [.. sections.Select(section => section.Id).Where(data.Visited.Contains)],
            Sections = sections.Length,
            Under = under,
            PlacedAt = data.PlacedAt,
        };
    }

    private static (string? Place, Heading? Under) Find(Lesson lesson, string? place)
    {
        Heading? under = null;
        foreach (var cell in lesson.Cells)
        {
            if (cell.Anchor == place) return (place, cell.Headings is [var own, ..] ? own : under);
            foreach (var heading in cell.Headings)
            {
                under = heading;
                if (heading.Id == place) return (place, under);
            }
        }

        return (null, null);
    }
}
