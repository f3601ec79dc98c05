using System.Xml.Linq;

namespace AsyncProgramming.Charts.Drawing;

/// <summary>
/// Draws a <see cref="BarChart"/>: standing bars where the categories' names fit below them, lying bars where not.
/// </summary>
internal sealed class BarDrawing
{
    private const double Margin = 16;
    private const double Size = 14;
    private const double SmallSize = 13;
    private const double PlotHeight = 250;
    private const double ThickestBar = 60;

    private readonly BarChart _chart;
    private readonly SvgCanvas _canvas;
    private readonly double[] _values;
    private readonly int _abreast;

    private BarDrawing(BarChart chart, SvgCanvas canvas)
    {
        (_chart, _canvas) = (chart, canvas);
        _values = [.. chart.Series.SelectMany(series => series.Values).Where(double.IsFinite)];
        _abreast = HaveOneValueEach(chart) ? 1 : chart.Series.Count;
    }

    /// <summary>Draws on a canvas, below what is on it already, and returns where it ends.</summary>
    public static double Draw(BarChart chart, SvgCanvas canvas, double top)
    {
        var drawing = new BarDrawing(chart, canvas);
        top = drawing.DrawLegend(top);
        return drawing.NamesFitBelow ? drawing.DrawStanding(top) : drawing.DrawLying(top);
    }

    /// <summary>Whether a chart's bars lie, because its categories' names do not fit below standing ones.</summary>
    public static bool AreLying(BarChart chart) => !new BarDrawing(chart, new SvgCanvas(640)).NamesFitBelow;

    /// <summary>Whether each category has the value of one series alone: its bar then stands in the middle.</summary>
    public static bool HaveOneValueEach(BarChart chart) => chart.Series.Count > 1
        && Enumerable.Range(0, chart.Categories.Count)
            .All(category => chart.Series.Count(series => double.IsFinite(ValueOf(series, category))) == 1);

    private double Low => Math.Min(0, _values.DefaultIfEmpty(0).Min());

    private double High => Math.Max(0, _values.DefaultIfEmpty(0).Max());

    private double StandingLeft => Margin + 26 + WidestTick;

    private double WidestTick =>
        Axis.Linear(Low, High, 0, 1, 6, widen: false).TickLabels.Max(label => TextMetrics.Width(label, SmallSize));

    private double StandingSlot => (_canvas.Width - Margin - StandingLeft) / Math.Max(1, _chart.Categories.Count);

    // Each name on at most two lines, and each bar wide enough for its value above it.
    private bool NamesFitBelow =>
        _chart.Categories.All(name => name.Split(' ').All(word => TextMetrics.Width(word, Size) <= StandingSlot - 10)
            && !TextMetrics.Wrap(name, Size, StandingSlot - 10, 2)[^1].EndsWith('…'))
        && _chart.Series.SelectMany(series => series.Values)
            .All(value =>
                TextMetrics.Width(Quantity.Of(value), SmallSize) <= (StandingSlot * 0.8 / _abreast) + 6);

    private double DrawLegend(double top)
    {
        var legend = new Legend(_canvas, Margin, _canvas.Width - Margin, top);
        if (_chart.Series.Count > 1 || _chart.Series.Any(series => series.Name is not null))
        {
            foreach (var (index, series) in _chart.Series.Index())
            {
                legend.Add(series.Name ?? $"series {index + 1}", 14, (x, y) => DrawBar(index, x, y, 14, 14));
            }
        }

        return legend.Finish();
    }

    private double DrawStanding(double top)
    {
        var (left, right, plotTop) = (StandingLeft, _canvas.Width - Margin, top + 24);
        // Room for the values below the bars that hang down.
        var axis = Axis.Linear(Low, High, plotTop + PlotHeight - (Low < 0 ? 20 : 0), plotTop, 6, widen: false);
        foreach (var (tick, label) in axis.Ticks.Zip(axis.TickLabels))
        {
            _canvas.Line(left, axis.At(tick), right, axis.At(tick), tick == 0 ? Ink.Muted : Ink.Grid);
            _canvas.Text(label, left - 7, axis.At(tick) + (0.35 * SmallSize), SmallSize, Ink.Muted, Anchor.End);
        }

        var thickness = Math.Min(ThickestBar, StandingSlot * 0.8 / _abreast);
        var lines = 1;
        foreach (var (index, name) in _chart.Categories.Index())
        {
            var middle = left + ((index + 0.5) * StandingSlot);
            foreach (var (number, place, series) in BarsOf(index))
            {
                var value = ValueOf(series, index);
                var x = middle + ((place - (_abreast / 2.0)) * thickness);
                var end = axis.At(double.IsFinite(value) ? value : 0);
                var zero = axis.At(0);
                if (double.IsFinite(value))
                {
                    var bar = DrawBar(number, x + 1, Math.Min(end, zero), thickness - 2, Math.Abs(end - zero));
                    bar.Add(Tip(name, series, value));
                }

                _canvas.Text(
                    Quantity.Of(value),
                    x + (thickness / 2),
                    value < 0 ? end + 15 : end - 5,
                    SmallSize,
                    Ink.Text,
                    Anchor.Middle);
            }

            var words = TextMetrics.Wrap(name, Size, StandingSlot - 10, 2);
            lines = Math.Max(lines, words.Count);
            foreach (var (line, word) in words.Index())
            {
                _canvas.Text(word, middle, plotTop + PlotHeight + 22 + (line * 17), Size, Ink.Text, Anchor.Middle);
            }
        }

        DrawVerticalTitle(Margin + 10, plotTop + (PlotHeight / 2), PlotHeight);
        return plotTop + PlotHeight + 22 + ((lines - 1) * 17) + 16;
    }

    private void DrawVerticalTitle(double x, double middle, double height) =>
        _canvas.VerticalText(TextMetrics.Cut(_chart.ValueAxis, Size, height + 30), x, middle, Size, Ink.Text);

    private double DrawLying(double top)
    {
        var widest = _chart.Categories.Select(name => TextMetrics.Width(name, Size)).DefaultIfEmpty(0).Max();
        var nameWidth = Math.Min(widest, 200);
        var valueWidth = _chart.Series.SelectMany(series => series.Values)
            .Select(value => TextMetrics.Width(Quantity.Of(value), SmallSize)).DefaultIfEmpty(0).Max();
        var left = Margin + nameWidth + 10 + (Low < 0 ? valueWidth + 6 : 0);
        var right = _canvas.Width - Margin - valueWidth - 6;
        var axis = Axis.Linear(Low, High, left, right, 6, widen: false);

        var bars = _chart.Categories.Count * _abreast;
        var (bar, gap) = bars switch { <= 12 => (22.0, 14.0), <= 24 => (18, 8), _ => (15, 6) };
        var plotTop = top + 6;
        var slot = (bar * _abreast) + gap;
        var bottom = plotTop + (slot * _chart.Categories.Count);
        foreach (var tick in axis.Ticks)
        {
            _canvas.Line(axis.At(tick), plotTop, axis.At(tick), bottom + 4, tick == 0 ? Ink.Muted : Ink.Grid);
        }

        foreach (var (index, name) in _chart.Categories.Index())
        {
            var y = plotTop + (index * slot) + (gap / 2);
            var middle = y + (bar * _abreast / 2);
            var words = slot >= 34
                ? TextMetrics.Wrap(name, Size, nameWidth, 2)
                : [TextMetrics.Cut(name, Size, nameWidth)];
            foreach (var (line, word) in words.Index())
            {
                var baseLine = middle + (0.35 * Size) + ((line - ((words.Count - 1) / 2.0)) * 16);
                _canvas.Text(word, Margin, baseLine, Size, Ink.Text, full: word.EndsWith('…') ? name : null);
            }

            foreach (var (number, place, series) in BarsOf(index))
            {
                var value = ValueOf(series, index);
                var end = axis.At(double.IsFinite(value) ? value : 0);
                var zero = axis.At(0);
                var barTop = y + (place * bar);
                if (double.IsFinite(value))
                {
                    var shape = DrawBar(number, Math.Min(end, zero), barTop + 1, Math.Abs(end - zero), bar - 2);
                    shape.Add(Tip(name, series, value));
                }

                _canvas.Text(
                    Quantity.Of(value),
                    value < 0 ? end - 5 : end + 5,
                    barTop + (bar / 2) + (0.35 * SmallSize),
                    SmallSize,
                    Ink.Text,
                    value < 0 ? Anchor.End : Anchor.Start);
            }
        }

        foreach (var (tick, label) in axis.Ticks.Zip(axis.TickLabels))
        {
            _canvas.Text(label, axis.At(tick), bottom + 18, SmallSize, Ink.Muted, Anchor.Middle);
        }

        var title = TextMetrics.Cut(_chart.ValueAxis, Size, _canvas.Width - (2 * Margin));
        var half = TextMetrics.Width(title, Size) / 2;
        var x = Math.Clamp((left + right) / 2, Margin + half, Math.Max(Margin + half, _canvas.Width - Margin - half));
        _canvas.Text(title, x, bottom + 38, Size, Ink.Text, Anchor.Middle);
        return bottom + 52;
    }

    // The series' number decides on the colour, the place on where in its category the bar stands.
    private IEnumerable<(int Number, int Place, BarSeries Series)> BarsOf(int category) => _chart.Series.Index()
        .Where(each => _abreast == _chart.Series.Count || double.IsFinite(ValueOf(each.Item, category)))
        .Select(each => (each.Index, _abreast == 1 ? 0 : each.Index, each.Item));

    private XElement DrawBar(int series, double x, double y, double width, double height)
    {
        var colour = Palette.Colour(Palette.Number(series, i => _chart.Series[i].Reference));
        if (!_chart.Series[series].Reference)
        {
            return _canvas.Rectangle(x, y, width, Math.Max(height, 1), Ink.Of(colour), height > 6 && width > 6 ? 2 : 0);
        }

        var shape = _canvas.Rectangle(x + 1, y + 1, Math.Max(width - 2, 1), Math.Max(height - 2, 1), Ink.Of(colour));
        shape.SetAttributeValue("fill-opacity", "0.15");
        shape.Add(
            new XAttribute("stroke", colour),
            new XAttribute("stroke-width", "2"),
            new XAttribute("stroke-dasharray", "5 3"));
        return shape;
    }

    private XElement Tip(string category, BarSeries series, double value)
    {
        var name = series.Name is null ? category : $"{category}, {series.Name}";
        return SvgCanvas.Tip($"{name}: {Quantity.Of(value)}; {_chart.ValueAxis}");
    }

    private static double ValueOf(BarSeries series, int category) =>
        category < series.Values.Count ? series.Values[category] : double.NaN;
}
