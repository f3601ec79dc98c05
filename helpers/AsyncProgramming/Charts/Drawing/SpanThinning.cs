namespace AsyncProgramming.Charts.Drawing;

/// <summary>Merges spans that are too short to be told apart, where there are very many.</summary>
internal static class SpanThinning
{
    /// <summary>Half a pixel of a chart as wide as a screen, as a share of the whole time.</summary>
    public const double Finest = 1 / 1000.0;

    /// <summary>Merges until there are few enough spans; returns them in the order of drawing.</summary>
    public static SceneSpan[] Thin(List<SceneSpan> spans, double range, int maxSpans)
    {
        var thinned = spans;
        for (var cell = range * Finest; thinned.Count > maxSpans && cell < range; cell *= 2)
        {
            thinned = [.. spans.GroupBy(span => (span.Row, span.Depth)).SelectMany(row => Merge(row, cell))];
        }

        return [.. thinned.OrderBy(span => span.Depth).ThenBy(span => span.Row).ThenBy(span => span.Start)];
    }

    // Short spans that begin in the same cell become one, with the state and executor that took most of the time; then
    // neighbours which look the same do.
    private static List<SceneSpan> Merge(IEnumerable<SceneSpan> row, double cell)
    {
        var merged = new List<SceneSpan>();
        foreach (var run in Runs(row, cell))
        {
            var next = run.Count == 1 ? run[0] : Dominant(run);
            if (merged.Count > 0 && merged[^1] is var last
                && last.State == next.State && last.Executor == next.Executor
                && next.Start - last.End < cell
                && IsShort(last, cell) && IsShort(next, cell))
            {
                merged[^1] = Union(last, last, next);
            }
            else
            {
                merged.Add(next);
            }
        }

        return merged;
    }

    private static bool IsShort(SceneSpan span, double cell) => span.Count > 1 || span.End - span.Start < cell;

    private static IEnumerable<List<SceneSpan>> Runs(IEnumerable<SceneSpan> row, double cell)
    {
        var run = new List<SceneSpan>();
        foreach (var span in row.OrderBy(span => span.Start))
        {
            var tiny = span.End - span.Start < cell;
            if (run.Count > 0 && !(tiny && span.Start - run[0].Start < cell))
            {
                yield return run;
                run = [];
            }

            run.Add(span);
            if (tiny) continue;
            yield return run;
            run = [];
        }

        if (run.Count > 0) yield return run;
    }

    private static SceneSpan Dominant(List<SceneSpan> run)
    {
        var most = run
            .GroupBy(span => (span.State, span.Executor))
            .MaxBy(group => group.Sum(span => span.End - span.Start))!
            .First();
        return Union(most, [.. run]);
    }

    private static SceneSpan Union(SceneSpan look, params SceneSpan[] spans)
    {
        var (start, end) = (spans.Min(span => span.Start), spans.Max(span => span.End));
        var busy = spans
            .Where(span => span.State == look.State && span.Executor == look.Executor)
            .Sum(span => (span.End - span.Start) * span.Share);
        return look with
        {
            Start = start,
            End = end,
            Label = null,
            CpuTime = null,
            Count = spans.Sum(span => span.Count),
            Share = end > start ? Math.Min(1, busy / (end - start)) : 1,
        };
    }
}
