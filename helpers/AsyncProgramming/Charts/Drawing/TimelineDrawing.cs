using System.Text;
using System.Xml.Linq;

namespace AsyncProgramming.Charts.Drawing;

/// <summary>
/// Draws a <see cref="Timeline"/>. One grammar for all of them: a row is a task or worker, a colour is the thread or process
/// that ran it, and the fill is the state: solid for running, a dashed outline for ready, hatching for blocked, a thin line
/// for idle. So the states can be told apart without any colour.
/// </summary>
internal sealed class TimelineDrawing
{
    private const double Margin = 16;
    private const double LabelSize = 14;
    private const double SmallSize = 13;
    private const double NarrowestSpan = 1.5;

    // Above this number spans are drawn as paths, one a row and look, and cannot be pointed at one by one.
    private const int MaxSingleSpans = 120;

    private readonly Timeline _timeline;
    private readonly TimelineScene _scene;
    private readonly SvgCanvas _canvas;
    private readonly string _id;
    private readonly List<(double Top, double Bottom, double FirstBar)> _lanes = [];
    private readonly double _bar;
    private readonly double _laneGap;
    private readonly double _laneTextSize;
    private readonly double _markStrip;
    private double _left;
    private double _right;
    private double _top;
    private double _bottom;
    private Axis _axis = null!;

    private TimelineDrawing(Timeline timeline, SvgCanvas canvas, string id)
    {
        _timeline = timeline;
        _canvas = canvas;
        _id = id;
        _scene = TimelineScene.Of(timeline);
        var rows = _scene.Lanes.Sum(lane => lane.Rows);
        (_bar, _laneGap, _laneTextSize) = rows switch
        {
            <= 8 => (24.0, 14.0, 14.0),
            <= 16 => (20, 10, 14),
            <= 24 => (16, 8, 13),
            _ => (13, 6, 12),
        };
        _markStrip = 17;
    }

    /// <summary>Draws on a canvas, below what is on it already, and returns where it ends.</summary>
    /// <param name="timeline">What to draw.</param>
    /// <param name="canvas">What to draw on.</param>
    /// <param name="top">Where to begin.</param>
    /// <param name="id">What the identifiers of patterns begin with.</param>
    public static double Draw(Timeline timeline, SvgCanvas canvas, double top, string id) =>
        new TimelineDrawing(timeline, canvas, id).Draw(top);

    private double Draw(double top)
    {
        top = DrawLegend(top);
        LayOut(top);
        DrawGrid();
        DrawLaneTexts();
        DrawSpans();
        DrawMarks();
        return DrawAxis();
    }

    private double DrawLegend(double top)
    {
        var legend = new Legend(_canvas, Margin, _canvas.Width - Margin, top);
        foreach (var state in _scene.States)
        {
            legend.Add(NameOf(state), 24, (x, y) => DrawSwatch(state, x, y));
        }

        if (_scene.Executors.Count <= Palette.Count)
        {
            foreach (var (index, executor) in _scene.Executors.Index())
            {
                legend.Add(executor, 12, (x, y) => _canvas.Rectangle(x, y + 1, 12, 12, Ink.Of(Palette.Colour(index)), 2));
            }
        }
        else
        {
            legend.Add($"colour: one of {_scene.Executors.Count} threads or processes");
        }

        if (_scene.Spans.Any(span => Strength(span) < 1)) legend.Add("pale: many short spans with gaps between");
        return legend.Finish();
    }

    private void LayOut(double top)
    {
        var widest = _scene.Lanes.Select(LaneTextWidth).DefaultIfEmpty(0).Max();
        _left = Margin + Math.Min(widest, NamesExecutors ? 200 : 168) + 10;
        var columns = HasCpu ? 2 : 1;
        _right = _canvas.Width - Margin - (columns * ColumnWidth);
        _top = top + 22;
        var y = _top;
        foreach (var (index, lane) in _scene.Lanes.Index())
        {
            var start = y;
            if (_scene.Marks.Any(mark => mark.Lane == index)) y += _markStrip;
            y += _laneGap / 2;
            var firstBar = y;
            y += (lane.Rows * (_bar + 2)) - 2 + (_laneGap / 2);
            _lanes.Add((start, y, firstBar));
        }

        _bottom = y;
        var unit = Unit;
        var maxTicks = (int)Math.Max(2, (_right - _left) / 50);
        _axis = Axis.Linear(
            _scene.Start / unit.Seconds, _scene.End / unit.Seconds, _left, _right - 10, maxTicks, widen: false);
    }

    private bool HasCpu => _scene.Lanes.Any(lane => lane.CpuTime is not null);

    private static double ColumnWidth => 70;

    private (double Seconds, string Name) Unit => (_scene.End - _scene.Start) switch
    {
        >= 1 => (1, "s"),
        >= 1e-3 => (1e-3, "ms"),
        _ => (1e-6, "µs"),
    };

    private double At(double seconds) => _axis.At(seconds / Unit.Seconds);

    private void DrawGrid()
    {
        foreach (var (index, lane) in _lanes.Index())
        {
            if (index % 2 == 1) continue;
            var band = _canvas.Rectangle(
                Margin - 6, lane.Top, _canvas.Width - (2 * Margin) + 12, lane.Bottom - lane.Top, Ink.Grid, 3);
            band.SetAttributeValue("fill-opacity", "0.35");
        }

        foreach (var tick in _axis.Ticks)
        {
            _canvas.Line(_axis.At(tick), _top, _axis.At(tick), _bottom + 4, Ink.Grid);
        }
    }

    private void DrawLaneTexts()
    {
        var elapsedAt = _right + ColumnWidth;
        _canvas.Text("elapsed", elapsedAt, _top - 7, SmallSize, Ink.Muted, Anchor.End);
        if (HasCpu) _canvas.Text("CPU", elapsedAt + ColumnWidth, _top - 7, SmallSize, Ink.Muted, Anchor.End);
        foreach (var (lane, place) in _scene.Lanes.Zip(_lanes))
        {
            var middle = (place.FirstBar + place.Bottom - (_laneGap / 2)) / 2;
            DrawLaneName(lane, middle, place.Bottom - place.Top);
            var baseLine = middle + (0.35 * _laneTextSize);
            if (lane.Elapsed is { } elapsed)
            {
                _canvas.Text(Quantity.Of(elapsed), elapsedAt, baseLine, _laneTextSize, Ink.Text, Anchor.End);
            }

            if (HasCpu)
            {
                var cpu = lane.CpuTime is { } known ? Quantity.Of(known) : "–";
                _canvas.Text(cpu, elapsedAt + ColumnWidth, baseLine, _laneTextSize, Ink.Text, Anchor.End);
            }
        }
    }

    private void DrawLaneName(SceneLane lane, double middle, double height)
    {
        var width = _left - Margin - 10;
        var text = LaneText(lane);
        if (height < 2.1 * _laneTextSize)
        {
            var suffix = ExecutorSuffix(lane);
            var room = width - TextMetrics.Width(suffix, _laneTextSize);
            var cut = TextMetrics.Cut(lane.Name, _laneTextSize, room) + suffix;
            _canvas.Text(cut, Margin, middle + (0.35 * _laneTextSize), _laneTextSize, Ink.Text, full: text);
            return;
        }

        var lines = TextMetrics.Wrap(text, _laneTextSize, width, 2);
        var pitch = Math.Min(1.15 * _laneTextSize, (height / 2) - 0.5);
        var y = middle + (0.35 * _laneTextSize) - ((lines.Count - 1) * pitch / 2);
        foreach (var line in lines)
        {
            _canvas.Text(line, Margin, y, _laneTextSize, Ink.Text, full: line.EndsWith('…') ? text : null);
            y += pitch;
        }
    }

    // Where colours come round again, the lane says who ran it.
    private bool NamesExecutors => _scene.Executors.Count > Palette.Count;

    private string ExecutorSuffix(SceneLane lane) =>
        NamesExecutors && lane.Executor is not null && lane.Executor != lane.Name ? $" ({lane.Executor})" : "";

    private string LaneText(SceneLane lane) => lane.Name + ExecutorSuffix(lane);

    private double LaneTextWidth(SceneLane lane) => TextMetrics.Width(LaneText(lane), _laneTextSize);

    private void DrawSpans()
    {
        if (_scene.Spans.Count <= MaxSingleSpans)
        {
            foreach (var span in _scene.Spans)
            {
                if (span.Depth > 0 && span.State != SpanState.Running) DrawHole(Box(span));
                var shape = Draw(Box(span), span.State, span.Executor);
                if (Strength(span) is < 1 and var strength) shape.SetAttributeValue("opacity", SvgCanvas.Number(strength));
                shape.Add(new XElement(SvgCanvas.Svg + "title", SvgCanvas.Printable(Tip(span))));
            }
        }
        else
        {
            foreach (var look in _scene.Spans.GroupBy(span => (span.Depth, span.Row, span.State, span.Executor, Strength(span))))
            {
                var shape = DrawMany(look.Select(Box), look.Key.State, look.Key.Executor);
                if (look.Key.Item5 < 1) shape.SetAttributeValue("opacity", SvgCanvas.Number(look.Key.Item5));
            }
        }

        DrawSpanLabels();
    }

    // Merged spans are as strong as the share of time that they take, which is what they would look like without merging.
    private static double Strength(SceneSpan span) => span.Share >= 0.95 ? 1 : Math.Max(0.2, Math.Round(span.Share, 1));

    // What is not running inside of a running span is cut out of it.
    private void DrawHole((double X, double Y, double Width, double Height) box) =>
        _canvas.Rectangle(box.X, box.Y, box.Width, box.Height, Ink.Card);

    private (double X, double Y, double Width, double Height) Box(SceneSpan span)
    {
        var (x, end) = (At(span.Start), At(span.End));
        var width = Math.Max(NarrowestSpan, end - x);
        if (x + width > _right - 10) x = _right - 10 - width;
        var inset = Math.Min(span.Depth * 3, (_bar / 2) - 3);
        var y = RowTop(span.Row) + inset;
        return (x, y, width, _bar - (2 * inset));
    }

    private double RowTop(int row)
    {
        var lane = _scene.Lanes.Index().Last(lane => lane.Item.FirstRow <= row);
        return _lanes[lane.Index].FirstBar + ((row - lane.Item.FirstRow) * (_bar + 2));
    }

    private XElement Draw((double X, double Y, double Width, double Height) box, SpanState state, int executor)
    {
        if (state == SpanState.Idle)
        {
            return _canvas.Rectangle(
                box.X, box.Y + (box.Height / 2) - 1.5, box.Width, 3, Ink.Of(Palette.Colour(executor)));
        }

        // A stroke is drawn half outside of its shape.
        var rim = state == SpanState.Running || box.Width < 3 ? 0 : 0.75;
        var shape = _canvas.Add(
            "rect",
            new XAttribute("x", SvgCanvas.Number(box.X + rim)),
            new XAttribute("y", SvgCanvas.Number(box.Y + rim)),
            new XAttribute("width", SvgCanvas.Number(box.Width - (2 * rim))),
            new XAttribute("height", SvgCanvas.Number(box.Height - (2 * rim))),
            state == SpanState.Running && box.Width > 6 ? new XAttribute("rx", "2") : null);
        Paint(shape, state, executor);
        return shape;
    }

    private XElement DrawMany(
        IEnumerable<(double X, double Y, double Width, double Height)> boxes, SpanState state, int executor)
    {
        var path = new StringBuilder();
        foreach (var box in boxes)
        {
            var (y, height) = state == SpanState.Idle ? (box.Y + (box.Height / 2) - 1.5, 3) : (box.Y, box.Height);
            var width = SvgCanvas.Number(box.Width);
            path.Append('M').Append(SvgCanvas.Number(box.X)).Append(' ').Append(SvgCanvas.Number(y))
                .Append('h').Append(width).Append('v').Append(SvgCanvas.Number(height)).Append("h-").Append(width).Append('z');
        }

        var shape = _canvas.Add("path", new XAttribute("d", path.ToString()));
        Paint(shape, state == SpanState.Idle ? SpanState.Running : state, executor);
        return shape;
    }

    private void Paint(XElement shape, SpanState state, int executor)
    {
        var colour = Palette.Colour(executor);
        switch (state)
        {
            case SpanState.Ready:
                shape.Add(
                    new XAttribute("fill", colour),
                    new XAttribute("fill-opacity", "0.1"),
                    new XAttribute("stroke", colour),
                    new XAttribute("stroke-width", "1.5"),
                    new XAttribute("stroke-dasharray", "4 3"));
                break;
            case SpanState.Blocked:
                shape.Add(
                    new XAttribute("fill", $"url(#{Hatch(executor)}) none"),
                    new XAttribute("stroke", colour),
                    new XAttribute("stroke-width", "1.5"));
                break;
            default:
                shape.Add(new XAttribute("fill", colour));
                break;
        }
    }

    private readonly HashSet<int> _hatches = [];

    private string Hatch(int executor)
    {
        var number = executor < 0 ? Palette.Count : executor % Palette.Count;
        var name = $"{_id}-h{number}";
        if (_hatches.Add(number))
        {
            _canvas.Define(new XElement(
                SvgCanvas.Svg + "pattern",
                new XAttribute("id", name),
                new XAttribute("width", "6"),
                new XAttribute("height", "6"),
                new XAttribute("patternUnits", "userSpaceOnUse"),
                new XAttribute("patternTransform", "rotate(45)"),
                new XElement(
                    SvgCanvas.Svg + "rect",
                    new XAttribute("width", "2.5"),
                    new XAttribute("height", "6"),
                    new XAttribute("fill", Palette.Colour(executor)))));
        }

        return name;
    }

    private void DrawSpanLabels()
    {
        var size = Math.Min(SmallSize, _bar * 0.75);
        foreach (var span in _scene.Spans)
        {
            if (span.Label is not { Length: > 0 } label) continue;
            var box = Box(span);
            if (TextMetrics.Width(label, size) > box.Width - 10 || IsCovered(span)) continue;
            var (middle, baseLine) = (box.X + (box.Width / 2), box.Y + (box.Height / 2) + (0.35 * size));
            if (span.State == SpanState.Running)
            {
                var ink = Ink.Of(Palette.TextOn(Palette.Colour(span.Executor)));
                _canvas.Text(label, middle, baseLine, size, ink, Anchor.Middle);
                continue;
            }

            var width = TextMetrics.Width(label, size) + 6;
            _canvas.Rectangle(middle - (width / 2), box.Y + 3, width, box.Height - 6, Ink.Card, 3);
            _canvas.Text(label, middle, baseLine, size, Ink.Text, Anchor.Middle);
        }
    }

    private bool IsCovered(SceneSpan span) => _scene.Spans.Any(other =>
        other.Row == span.Row && other.Depth > span.Depth && other.Start < span.End && other.End > span.Start);

    private string Tip(SceneSpan span)
    {
        var tip = new StringBuilder();
        if (span.Count > 1) tip.Append(System.Globalization.CultureInfo.InvariantCulture, $"{span.Count} short spans, {span.Share:0%} of this time ");
        if (span.Label is not null) tip.Append(span.Label).Append(": ");
        tip.Append(NameOf(span.State));
        if (span.Executor >= 0) tip.Append(" on ").Append(_scene.Executors[span.Executor]);
        var elapsed = TimeSpan.FromSeconds(span.End - span.Start);
        tip.Append(", from ").Append(Quantity.Of(TimeSpan.FromSeconds(span.Start))).Append(", for ").Append(Quantity.Of(elapsed));
        if (span.CpuTime is { } cpu) tip.Append(", CPU ").Append(Quantity.Of(cpu));
        return tip.ToString();
    }

    private void DrawMarks()
    {
        foreach (var lane in _scene.Marks.GroupBy(mark => mark.Lane))
        {
            var freeFrom = double.NegativeInfinity;
            var tip = _lanes[lane.Key].FirstBar - 1;
            var marks = lane.OrderBy(mark => mark.At).ToArray();
            for (var i = 0; i < marks.Length; i++)
            {
                var x = At(marks[i].At);
                var shape = _canvas.Add(
                    "path",
                    new XAttribute("d", $"M{SvgCanvas.Number(x)} {SvgCanvas.Number(tip)}l-4 -8h8z"),
                    SvgCanvas.Fill(Ink.Text));
                shape.Add(new XElement(
                    SvgCanvas.Svg + "title",
                    SvgCanvas.Printable($"{marks[i].Label}, at {Quantity.Of(TimeSpan.FromSeconds(marks[i].At))}")));

                var width = TextMetrics.Width(marks[i].Label, SmallSize - 1);
                var next = i + 1 < marks.Length ? At(marks[i + 1].At) - 5 : _right;
                if (x - 5 > freeFrom && x + 7 + width < next)
                {
                    _canvas.Text(marks[i].Label, x + 7, tip - 1, SmallSize - 1, Ink.Text);
                    freeFrom = x + 7 + width;
                }
                else if (x - 7 - width > Math.Max(freeFrom + 4, _left - 4))
                {
                    _canvas.Text(marks[i].Label, x - 7, tip - 1, SmallSize - 1, Ink.Text, Anchor.End);
                    freeFrom = x + 5;
                }
                else
                {
                    freeFrom = x + 5;
                }
            }
        }
    }

    private double DrawAxis()
    {
        _canvas.Line(_left, _bottom, _right - 10, _bottom, Ink.Muted);
        foreach (var (tick, label) in _axis.Ticks.Zip(_axis.TickLabels))
        {
            _canvas.Text(label, _axis.At(tick), _bottom + 18, SmallSize, Ink.Muted, Anchor.Middle);
        }

        var y = _bottom + 37;
        _canvas.Text($"time ({Unit.Name})", (_left + _right) / 2, y, LabelSize, Ink.Text, Anchor.Middle);
        if (_scene.HiddenLanes > 0)
        {
            y += 20;
            _canvas.Text($"and {_scene.HiddenLanes} more lanes", Margin, y, SmallSize, Ink.Muted);
        }

        return y + 14;
    }

    private void DrawSwatch(SpanState state, double x, double y)
    {
        var shape = Draw((x, y, 24, 14), state, -1);
        if (state == SpanState.Blocked) shape.SetAttributeValue("stroke-width", "1");
    }

    private static string NameOf(SpanState state) => state switch
    {
        SpanState.Running => "running",
        SpanState.Ready => "ready, waiting for its turn",
        SpanState.Blocked => "blocked",
        _ => "idle",
    };
}
