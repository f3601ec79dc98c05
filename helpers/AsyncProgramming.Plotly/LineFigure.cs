using AsyncProgramming.Charts.Interactive;
using Plotly.NET;

namespace AsyncProgramming.Plotly;

/// <summary>Lines with a marker each; what is only expected is dashed and has none.</summary>
internal static class LineFigure
{
    // Above this number of points markers would hide the line.
    private const int MaxMarkers = 60;

    private static readonly string[] Symbols =
        ["circle", "square", "diamond", "triangle-up", "triangle-down", "hourglass", "x", "cross"];

    public static FigureParts Of(LineData lines)
    {
        var layout = Parts.Layout(
            ("margin", Parts.Margin(20, 26, 24, 30)),
            ("hovermode", "x"),
            ("xaxis", Parts.Axis(
                lines.XAxis,
                [("zeroline", false), ("showline", true), ("dtick", Step(lines)), .. Parts.Ticks(lines.XTicks)])),
            ("yaxis", Parts.Axis(
                lines.YAxis,
                [("rangemode", lines.YTicks is null ? "tozero" : null), ("showline", true), .. Parts.Ticks(lines.YTicks)])));
        var single = lines.Series.Count == 1;
        return new FigureParts([.. lines.Series.Select((series, i) => Line(series, i, single))], layout);
    }

    // A count of things has no halves; null leaves the choice to plotly.js.
    private static double? Step(LineData lines)
    {
        var all = lines.Series.SelectMany(series => series.X).OfType<double>().ToArray();
        var count = lines.XTicks is null && all.Length > 0 && all.All(double.IsInteger);
        return count && all.Max() - all.Min() <= 10 ? 1 : null;
    }

    private static Trace2D Line(LineSeriesData series, int index, bool single) => Parts.Fill(
        new Trace2D("scatter"),
        ("name", Parts.Text(series.Name)),
        ("showlegend", !single),
        ("mode", series.Reference || series.X.Count > MaxMarkers ? "lines" : "lines+markers"),
        ("x", series.X.ToArray()),
        ("y", series.Y.ToArray()),
        ("connectgaps", false),
        ("line", Parts.Object(("color", series.Colour), ("width", 2.5), ("dash", series.Reference ? "dash" : null))),
        ("marker", Parts.Object(("symbol", Symbols[index % Symbols.Length]), ("size", 9), ("color", series.Colour))),
        ("hovertemplate", $"{Parts.Text(series.Name)}: %{{y}}<extra></extra>"));
}
