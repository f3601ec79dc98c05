using System.Globalization;
using AsyncProgramming.Charts.Drawing;

namespace AsyncProgramming.Charts.Interactive;

/// <summary>Prepares a chart for the renderer, with the same choices that the static picture makes.</summary>
internal static class ChartDataBuilder
{
    // The static picture's; only proportions matter here.
    private const double Width = 640;

    /// <summary>Prepares a chart; <see langword="null"/> for one with nothing to be shown.</summary>
    public static ChartData? Of(Chart chart) => chart switch
    {
        _ when ChartPicture.IsEmpty(chart) => null,
        Timeline timeline => new ChartData(chart.Title, Timeline: Of(timeline)),
        BarChart bars => new ChartData(chart.Title, Bars: Of(bars)),
        LineChart lines => new ChartData(chart.Title, Lines: Of(lines)),
        _ => null,
    };

    private static TimelineData Of(Timeline timeline)
    {
        var scene = TimelineScene.Of(timeline);
        var layout = new TimelineLayout(scene, Width, 0);
        var looks = scene.Spans
            .GroupBy(span => (span.Depth, span.State, span.Executor, Strength: SpanPainter.StrengthOf(span)))
            .Select(look => new LookData(
                TimelineDrawing.NameOf(look.Key.State),
                look.Key.Executor < 0 ? null : scene.Executors[look.Key.Executor],
                Palette.Colour(look.Key.Executor),
                Palette.TextOn(Palette.Colour(look.Key.Executor)),
                look.Key.Strength,
                [.. look.Select(span => Of(span, layout))]));
        var key = scene.States.Select(TimelineDrawing.NameOf)
            .Select(state => new KeyData(state, state, Palette.Neutral))
            .Concat(layout.NamesExecutors
                ? []
                : scene.Executors.Select((executor, i) => new KeyData(executor, "running", Palette.Colour(i))));
        return new TimelineData(
            $"time ({layout.UnitName})",
            Short(scene.Start / layout.Unit),
            Short(scene.End / layout.Unit),
            Short(layout.Bottom),
            layout.HasCpu,
            [.. layout.Lanes.Select(lane => Of(lane, layout))],
            [.. looks],
            [.. layout.Marks.Select(place => new MarkData(
                Short(place.Mark.At / layout.Unit),
                Short(place.Tip),
                place.Mark.Label,
                place.Label switch { Anchor.Start => "right", Anchor.End => "left", _ => "" }))],
            [.. key]);
    }

    private static SpanData Of(SceneSpan span, TimelineLayout layout)
    {
        var box = layout.BoxOf(span);
        return new SpanData(
            Short(span.Start / layout.Unit),
            Short((span.End - span.Start) / layout.Unit),
            Short(box.Y + (box.Height / 2)),
            Short(span.State == SpanState.Idle ? 3 : box.Height),
            layout.HasRoomForLabel(span) ? span.Label! : "",
            span.Describe());
    }

    private static LaneData Of(LanePlace place, TimelineLayout layout) => new(
        layout.NameLines(place),
        Short(place.Top),
        Short(place.Bottom),
        Short(place.Middle),
        place.Lane.Elapsed is { } elapsed ? Quantity.Of(elapsed) : "",
        place.Lane.CpuTime is { } cpu ? Quantity.Of(cpu) : "–");

    private static BarData Of(BarChart chart) => new(
        chart.ValueAxis,
        BarDrawing.AreLying(chart),
        !BarDrawing.HaveOneValueEach(chart),
        [.. chart.Categories],
        [.. chart.Series.Select((series, i) => new BarSeriesData(
            series.Name,
            Palette.Colour(Palette.Number(i, each => chart.Series[each].Reference)),
            series.Reference,
            [.. series.Values.Select(Known)],
            [.. series.Values.Select(Quantity.Of)]))]);

    private static LineData Of(LineChart chart) => new(
        chart.XAxis,
        chart.YAxis,
        chart.LogX ? Ticks(chart.Series.SelectMany(series => series.Points).Select(point => point.X)) : null,
        chart.LogY ? Ticks(chart.Series.SelectMany(series => series.Points).Select(point => point.Y)) : null,
        [.. chart.Series.Select((series, i) =>
        {
            var points = LineDrawing.Thin([.. series.Points]).ToArray();
            return new LineSeriesData(
                series.Name,
                Palette.Colour(Palette.Number(i, each => chart.Series[each].Reference)),
                series.Reference,
                [.. points.Select(point => Known(point.X))],
                [.. points.Select(point => Known(point.Y))]);
        })]);

    private static TickData Ticks(IEnumerable<double> values)
    {
        var axis = Axis.Logarithmic(values, 0, 1, 8);
        return new TickData([.. axis.Ticks.Select(Short)], axis.TickLabels);
    }

    private static double? Known(double value) => double.IsFinite(value) ? Short(value) : null;

    // Seven digits are more than any clock here is good for, and half the length in JSON.
    private static double Short(double value) =>
        double.Parse(value.ToString("G7", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}
