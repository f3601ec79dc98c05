namespace AsyncProgramming.Charts.Drawing;

/// <summary>
/// Finds rows for the spans of a lane: those that follow each other share one; one inside another of the same executor is
/// drawn on it; others get a row of their own, so that nothing hides what happened at the same time.
/// </summary>
internal static class SpanRows
{
    /// <summary>Places a lane's spans.</summary>
    /// <param name="spans">The spans, in any order.</param>
    /// <param name="firstRow">The lane's first row.</param>
    /// <param name="executors">The executors' numbers.</param>
    /// <param name="tolerance">Spans that overlap by less, in seconds, still follow each other.</param>
    /// <returns>The spans, and how many rows they take; at least one.</returns>
    public static (List<SceneSpan> Spans, int Rows) Place(
        TimelineSpan[] spans, int firstRow, Dictionary<string, int> executors, double tolerance)
    {
        var rows = new List<Stack<SceneSpan>>();
        var placed = new List<SceneSpan>(spans.Length);
        foreach (var span in spans.OrderBy(span => span.Start).ThenByDescending(span => span.End))
        {
            var executor = span.Executor is null ? -1 : executors[span.Executor];
            var (start, end) = (span.Start.TotalSeconds, span.End.TotalSeconds);
            var row = rows.FindIndex(open =>
            {
                while (open.TryPeek(out var last) && last.End <= start + tolerance) open.Pop();
                return !open.TryPeek(out var outer)
                    || (end <= outer.End + tolerance && (outer.Executor == executor || outer.Executor < 0 || executor < 0));
            });
            if (row < 0)
            {
                row = rows.Count;
                rows.Add([]);
            }

            var scene = new SceneSpan(
                firstRow + row, rows[row].Count, span.State, start, end, executor, span.Label, span.CpuTime);
            rows[row].Push(scene);
            placed.Add(scene);
        }

        return (placed, Math.Max(1, rows.Count));
    }
}
