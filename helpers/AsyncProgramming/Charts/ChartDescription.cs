using System.Text;
using AsyncProgramming.Charts.Drawing;

namespace AsyncProgramming.Charts;

/// <summary>
/// Says in words what a chart shows: enough to draw the lesson's conclusion without seeing the picture.
/// </summary>
internal static class ChartDescription
{
    // What a person listens to; the rest is summed up.
    private const int MaxLines = 16;

    /// <summary>Describes a timeline: each lane's states, executors and costs, and who ran at the same time.</summary>
    public static string Of(Timeline timeline)
    {
        var text = new StringBuilder(timeline.Title);
        if (timeline.Spans.Count == 0 && timeline.Marks.Count == 0) return text.Append("\nNothing was recorded.").ToString();

        var start = timeline.Spans.Select(span => span.Start).Concat(timeline.Marks.Select(mark => mark.At)).Min();
        var end = timeline.Spans.Select(span => span.End).Concat(timeline.Marks.Select(mark => mark.At)).Max();
        text.Append($"\nTimeline of {Count(timeline.Lanes.Count, "lane")} over {Quantity.Of(end - start)}.");
        var spans = timeline.Spans.ToLookup(span => span.Lane);
        var marks = timeline.Marks.ToLookup(mark => mark.Lane);
        foreach (var lane in timeline.Lanes.Take(MaxLines))
        {
            text.Append('\n').Append(Lane(lane, [.. spans[lane]], [.. marks[lane]]));
        }

        text.Append(Rest(timeline.Lanes.Count, "lanes"));
        return text.Append('\n').Append(Overlap(timeline)).ToString();
    }

    /// <summary>Describes a memory map: every cell in its order, and what is padding.</summary>
    public static string Of(MemoryMap map)
    {
        var text = new StringBuilder(map.Title);
        if (map.Size == 0) return text.Append("\nNothing was recorded.").ToString();

        text.Append($"\nMap of {Count(map.Size, "byte")}.");
        foreach (var cell in map.Cells.OrderBy(cell => cell.Offset))
            text.Append($"\nByte {cell.Offset}: {cell.Name}, {Count(cell.Size, "byte")} ({cell.Owner})");
        return text.Append($"\nPadding: {Count(MemoryMapDrawing.Padding(map).Sum(cell => cell.Size), "byte")}.").ToString();
    }

    /// <summary>Describes bars: every value, and the lowest and highest.</summary>
    public static string Of(BarChart chart)
    {
        var text = new StringBuilder(chart.Title);
        var values = chart.Series.Sum(series => series.Values.Count(double.IsFinite));
        if (values == 0) return text.Append("\nNothing was recorded.").ToString();

        text.Append("\nBars of ").Append(chart.ValueAxis).Append('.');
        foreach (var (index, category) in chart.Categories.Index().Take(MaxLines))
        {
            text.Append('\n').Append(category).Append(": ").AppendJoin(", ", chart.Series.Select(series =>
                Quantity.Of(index < series.Values.Count ? series.Values[index] : double.NaN)
                + (series.Name is null ? "" : $" ({series.Name})")));
        }

        text.Append(Rest(chart.Categories.Count, "groups"));
        foreach (var series in chart.Series)
        {
            var known = chart.Categories.Zip(series.Values).Where(bar => double.IsFinite(bar.Second)).ToArray();
            if (known.Length < 2) continue;
            var (low, high) = (known.MinBy(bar => bar.Second), known.MaxBy(bar => bar.Second));
            text.Append('\n').Append(series.Name is null ? "Lowest: " : $"{series.Name}, lowest: ")
                .Append($"{low.First} {Quantity.Of(low.Second)}; highest: {high.First} {Quantity.Of(high.Second)}.");
        }

        return text.ToString();
    }

    /// <summary>Describes lines: where each begins and ends, and its lowest and highest point.</summary>
    public static string Of(LineChart chart)
    {
        var text = new StringBuilder(chart.Title);
        text.Append($"\n{Count(chart.Series.Count, "line")}: {chart.YAxis} over {chart.XAxis}.");
        foreach (var series in chart.Series.Take(MaxLines))
        {
            text.Append('\n').Append(series.Name).Append(series.Reference ? " (expected): " : ": ");
            var points = series.Points.Where(point => double.IsFinite(point.X) && double.IsFinite(point.Y)).ToArray();
            if (points.Length == 0)
            {
                text.Append("nothing was recorded.");
                continue;
            }

            var (first, last) = (points[0], points[^1]);
            var (low, high) = (points.MinBy(point => point.Y), points.MaxBy(point => point.Y));
            text.Append($"from {Point(first)} to {Point(last)}; lowest {Point(low)}, highest {Point(high)}.");
        }

        text.Append(Rest(chart.Series.Count, "lines"));
        return text.ToString();
    }

    private static string Lane(string name, TimelineSpan[] spans, TimelineMark[] marks)
    {
        var parts = new List<string>();
        foreach (var state in spans.GroupBy(span => span.State).OrderBy(group => group.Key))
        {
            var total = state.Aggregate(TimeSpan.Zero, (sum, span) => sum + span.Elapsed);
            var part = $"{state.Key.ToString().ToLowerInvariant()} {Quantity.Of(total)}";
            if (state.Count() > 1) part += $" in {state.Count()} spans";
            var executors = state.Select(span => span.Executor).OfType<string>().Distinct().ToArray();
            if (executors.Length > 0) part += " on " + Names(executors);
            parts.Add(part);
        }

        if (TimelineScene.CpuTime(spans) is { } cpu) parts.Add($"CPU {Quantity.Of(cpu)}");
        if (spans.Length > 0)
        {
            parts.Add($"from {Quantity.Of(spans.Min(span => span.Start))} to {Quantity.Of(spans.Max(span => span.End))}");
        }

        if (marks.Length > 0)
        {
            parts.Add("marks: " + Names([.. marks.Select(mark => $"{mark.Label} at {Quantity.Of(mark.At)}")]));
        }

        return $"{name}: {(parts.Count == 0 ? "nothing" : string.Join(", ", parts))}.";
    }

    private static string Overlap(Timeline timeline)
    {
        var edges = timeline.Spans
            .Where(span => span.State == SpanState.Running && span.End > span.Start)
            .SelectMany(span => new[]
            {
                (At: span.Start, Begins: true, span.Lane),
                (At: span.End, Begins: false, span.Lane),
            })
            .OrderBy(edge => edge.At).ThenBy(edge => edge.Begins);
        var running = new Dictionary<string, int>();
        string[] most = [];
        foreach (var edge in edges)
        {
            var count = running.GetValueOrDefault(edge.Lane) + (edge.Begins ? 1 : -1);
            if (count > 0) running[edge.Lane] = count;
            else running.Remove(edge.Lane);
            if (running.Count > most.Length) most = [.. running.Keys];
        }

        return most.Length switch
        {
            0 => "No lane was running.",
            1 => "No two lanes were running at the same time.",
            _ => $"At most {most.Length} lanes were running at the same time: {Names(most)}.",
        };
    }

    private static string Point((double X, double Y) point) => $"{Quantity.Of(point.Y)} at {Quantity.Of(point.X)}";

    private static string Rest(int count, string noun) =>
        count > MaxLines ? $"\n… and {count - MaxLines} more {noun}." : "";

    private static string Names(string[] names) => names.Length <= 6
        ? string.Join("; ", names)
        : $"{string.Join("; ", names.Take(5))} and {names.Length - 5} more";

    private static string Count(int count, string noun) => count == 1 ? $"1 {noun}" : $"{count} {noun}s";
}
