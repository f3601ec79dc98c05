using Course.Lessons;

namespace Course.Readers;

/// <summary>How far a reader has come in a lesson.</summary>
/// <param name="Ran">How many of the lesson's cells the reader has run to their end.</param>
/// <param name="Cells">How many cells there are to be run.</param>
/// <param name="Place">The anchor where the reader was last; <see langword="null"/> where it is not there any more, or never was.</param>
internal sealed record LessonProgress(int Ran, int Cells, string? Place)
{
    /// <summary>Whether the reader has begun.</summary>
    public bool HasBegun => Ran > 0 || Place is not null;

    /// <summary>The progress in a lesson as it is now, which may have changed since.</summary>
    public static LessonProgress Of(Lesson lesson, ReaderData data)
    {
        var cells = lesson.Cells.Where(cell => cell.Number is not null).ToArray();
        var anchors = lesson.Cells.Select(cell => cell.Anchor).Concat(lesson.Headings.Select(heading => heading.Id));
        return new LessonProgress(
            cells.Count(cell => data.Ran.Contains(cell.Id)),
            cells.Length,
            data.Place is { } place && anchors.Contains(place) ? place : null);
    }
}
