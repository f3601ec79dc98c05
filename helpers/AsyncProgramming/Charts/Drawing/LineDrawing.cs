using System.Text;
using System.Xml.Linq;

namespace AsyncProgramming.Charts.Drawing;

/// <summary>
/// Draws a <see cref="LineChart"/>: each line with a colour and a marker of its own, named at its end; what is expected and
/// not measured is dashed and has no markers.
/// </summary>
internal sealed class LineDrawing
{
    private const double Margin = 16;
    private const double Size = 14;
    private const double SmallSize = 13;
    private const double PlotHeight = 290;
    private const double WidestName = 170;
    private const double Inset = 12;
    private const int MaxPoints = 300;
    private const int MaxMarkers = 40;

    private readonly LineChart _chart;
    private readonly SvgCanvas _canvas;
    private readonly (double X, double Y)[][] _lines;

    private LineDrawing(LineChart chart, SvgCanvas canvas)
    {
        (_chart, _canvas) = (chart, canvas);
        _lines = [.. chart.Series.Select(series => series.Points.ToArray())];
    }

    /// <summary>Draws on a canvas, below what is on it already, and returns where it ends.</summary>
    public static double Draw(LineChart chart, SvgCanvas canvas, double top) => new LineDrawing(chart, canvas).Draw(top);

    private double Draw(double top)
    {
        var widest = _chart.Series.Select(series => TextMetrics.Width(series.Name, SmallSize)).DefaultIfEmpty(0).Max();
        var direct = _chart.Series.Count is > 1 and <= 8 && widest <= WidestName;
        if (!direct && _chart.Series.Count > 1) top = DrawLegend(top);

        var (plotTop, plotBottom) = (top + 10, top + 10 + PlotHeight);
        var points = _lines.SelectMany(line => line).Where(IsFinite).ToArray();
        var vertical = VerticalAxis(points, plotBottom, plotTop);
        var left = Margin + 28 + vertical.TickLabels.Max(label => TextMetrics.Width(label, SmallSize));
        var right = _canvas.Width - Margin - (direct ? widest + 14 : 10);

        // A tick at the very end has half of its label beyond it.
        var lastTick = TextMetrics.Width(HorizontalAxis(points, left, right).TickLabels[^1], SmallSize);
        right = Math.Min(right, _canvas.Width - (Margin / 2) - (lastTick / 2));
        var horizontal = HorizontalAxis(points, left, right);

        DrawGrid(horizontal, vertical, left, right, plotTop, plotBottom);
        var ends = new List<(int Series, double X, double Y)>();
        foreach (var index in Enumerable.Range(0, _lines.Length))
        {
            if (DrawLine(index, horizontal, vertical) is { } end) ends.Add((index, end.X, end.Y));
        }

        if (direct) DrawNames(ends, right, plotTop, plotBottom);
        return DrawTitles(left, right, plotTop, plotBottom);
    }

    private double DrawLegend(double top)
    {
        var legend = new Legend(_canvas, Margin, _canvas.Width - Margin, top);
        foreach (var (index, series) in _chart.Series.Index())
        {
            legend.Add(series.Name, 30, (x, y) =>
            {
                DrawStroke(index, $"M{SvgCanvas.Number(x)} {SvgCanvas.Number(y + 7)}h30");
                if (!series.Reference) DrawMarkers(index, [(x + 15, y + 7)]);
            });
        }

        return legend.Finish();
    }

    private Axis VerticalAxis((double X, double Y)[] points, double from, double to)
    {
        if (_chart.LogY) return Axis.Logarithmic(points.Select(point => point.Y), from, to, 8);
        var (low, high) = Range(points.Select(point => point.Y));
        return Axis.Linear(FromZero(low, high), low > 0 ? high : Math.Max(high, 0), from, to, 6);
    }

    private Axis HorizontalAxis((double X, double Y)[] points, double from, double to)
    {
        var maxTicks = (int)((to - from) / 50);
        if (_chart.LogX) return Axis.Logarithmic(points.Select(point => point.X), from + Inset, to, maxTicks);
        var (low, high) = Range(points.Select(point => point.X));
        var whole = points.All(point => point.X == Math.Floor(point.X));
        return Axis.Linear(low, high, from + Inset, to, maxTicks, whole, widen: false);
    }

    private static (double Low, double High) Range(IEnumerable<double> values)
    {
        var all = values.DefaultIfEmpty(0).ToArray();
        return (all.Min(), all.Max());
    }

    // An axis that begins at zero does not exaggerate; one whose values are far from zero would show nothing.
    private static double FromZero(double low, double high) =>
        low > 0 && low > 0.85 * high && high > low ? low : Math.Min(0, low);

    private void DrawGrid(Axis horizontal, Axis vertical, double left, double right, double top, double bottom)
    {
        foreach (var (tick, label) in vertical.Ticks.Zip(vertical.TickLabels))
        {
            var y = vertical.At(tick);
            _canvas.Line(left, y, right, y, Ink.Grid);
            _canvas.Text(label, left - 7, y + (0.35 * SmallSize), SmallSize, Ink.Muted, Anchor.End);
        }

        foreach (var (tick, label) in horizontal.Ticks.Zip(horizontal.TickLabels))
        {
            var x = horizontal.At(tick);
            _canvas.Line(x, top, x, bottom + 4, Ink.Grid);
            _canvas.Text(label, x, bottom + 18, SmallSize, Ink.Muted, Anchor.Middle);
        }

        _canvas.Line(left, bottom, right, bottom, Ink.Muted);
        _canvas.Line(left, top, left, bottom, Ink.Muted);
    }

    private (double X, double Y)? DrawLine(int series, Axis horizontal, Axis vertical)
    {
        var places = new List<(double X, double Y)>();
        var path = new StringBuilder();
        var pen = 'M';
        foreach (var point in Thin(_lines[series]))
        {
            if (!horizontal.Shows(point.X) || !vertical.Shows(point.Y))
            {
                pen = 'M';
                continue;
            }

            var place = (X: horizontal.At(point.X), Y: vertical.At(point.Y));
            path.Append(pen).Append(SvgCanvas.Number(place.X)).Append(' ').Append(SvgCanvas.Number(place.Y));
            pen = 'L';
            places.Add(place);
        }

        if (places.Count == 0) return null;
        DrawStroke(series, path.ToString());
        if (!_chart.Series[series].Reference && (places.Count <= MaxMarkers || _lines.Length > 1))
        {
            var every = (places.Count / MaxMarkers) + 1;
            DrawMarkers(series, places.Where((_, i) => i % every == 0));
        }

        return places[^1];
    }

    private void DrawStroke(int series, string path)
    {
        var line = _canvas.Add(
            "path",
            new XAttribute("d", path),
            SvgCanvas.Stroke(Ink.Of(ColourOf(series)), 2.5),
            new XAttribute("stroke-linejoin", "round"));
        if (_chart.Series[series].Reference) line.Add(new XAttribute("stroke-dasharray", "7 5"));
    }

    private string ColourOf(int series) => Palette.Colour(Palette.Number(series, i => _chart.Series[i].Reference));

    // Circle, square, diamond, triangle, triangle on its tip, bar, cross, plus: told apart without their colour.
    private void DrawMarkers(int series, IEnumerable<(double X, double Y)> places)
    {
        var shape = (series % 8) switch
        {
            0 => "m-4.5 0a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0 -9 0z",
            1 => "m-4 -4h8v8h-8z",
            2 => "m0 -6l5.5 6l-5.5 6l-5.5 -6z",
            3 => "m0 -5.5l5.5 9.5h-11z",
            4 => "m0 5.5l5.5 -9.5h-11z",
            5 => "m-2 -6h4v12h-4z",
            6 => "m-5 -3l2 -2l3 3l3 -3l2 2l-3 3l3 3l-2 2l-3 -3l-3 3l-2 -2l3 -3z",
            _ => "m-1.5 -5.5h3v4h4v3h-4v4h-3v-4h-4v-3h4z",
        };
        var path = string.Concat(places
            .Select(place => $"M{SvgCanvas.Number(place.X)} {SvgCanvas.Number(place.Y)}{shape}"));
        _canvas.Add(
            "path",
            new XAttribute("d", path),
            new XAttribute("class", "ac-card-s"),
            new XAttribute("fill", ColourOf(series)),
            new XAttribute("stroke", Ink.Card.Light),
            new XAttribute("stroke-width", "1"));
    }

    // Names stand beside the ends of their lines, moved apart as far as they must; a thin line then leads to the name.
    private void DrawNames(List<(int Series, double X, double Y)> ends, double right, double top, double bottom)
    {
        const double Pitch = 18;
        var sorted = ends.OrderBy(end => end.Y).ToArray();
        var y = new double[sorted.Length];
        for (var i = 0; i < sorted.Length; i++)
        {
            y[i] = Math.Max(sorted[i].Y, i == 0 ? top : y[i - 1] + Pitch);
        }

        for (var i = sorted.Length - 1; i >= 0; i--)
        {
            y[i] = Math.Min(y[i], i == sorted.Length - 1 ? bottom : y[i + 1] - Pitch);
        }

        foreach (var (i, end) in sorted.Index())
        {
            if (Math.Abs(y[i] - end.Y) > 3 || right - end.X > 12)
            {
                var lead = _canvas.Line(end.X + 6, end.Y, right + 9, y[i], Ink.Of(ColourOf(end.Series)), 0.8);
                lead.SetAttributeValue("stroke-opacity", "0.7");
            }

            _canvas.Text(
                _chart.Series[end.Series].Name, right + 12, y[i] + (0.35 * SmallSize), SmallSize, Ink.Text);
        }
    }

    private double DrawTitles(double left, double right, double top, double bottom)
    {
        var title = TextMetrics.Cut(_chart.YAxis, Size, PlotHeight + 20);
        _canvas.VerticalText(title, Margin + 10, (top + bottom) / 2, Size, Ink.Text);
        title = TextMetrics.Cut(_chart.XAxis, Size, _canvas.Width - (2 * Margin));
        var half = TextMetrics.Width(title, Size) / 2;
        var x = Math.Clamp((left + right) / 2, Margin + half, Math.Max(Margin + half, _canvas.Width - Margin - half));
        _canvas.Text(title, x, bottom + 38, Size, Ink.Text, Anchor.Middle);
        return bottom + 52;
    }

    /// <summary>So many points that the line looks the same, but not more.</summary>
    public static IEnumerable<(double X, double Y)> Thin((double X, double Y)[] points)
    {
        if (points.Length <= MaxPoints) return points;

        // The lowest and the highest of each stretch: no peak gets lost.
        return points
            .Chunk((points.Length / (MaxPoints / 2)) + 1)
            .SelectMany(chunk => new[] { chunk.MinBy(point => point.Y), chunk.MaxBy(point => point.Y) }
                .Distinct().OrderBy(point => point.X));
    }

    private bool IsFinite((double X, double Y) point) =>
        double.IsFinite(point.X) && double.IsFinite(point.Y)
        && (!_chart.LogX || point.X > 0) && (!_chart.LogY || point.Y > 0);
}
