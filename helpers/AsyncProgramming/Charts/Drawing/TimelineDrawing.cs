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

    // Above this number spans are drawn as paths, one a row and look, and cannot be pointed at one by one.
    private const int MaxSingleSpans = 120;

    private readonly TimelineScene _scene;
    private readonly TimelineLayout _layout;
    private readonly SvgCanvas _canvas;
    private readonly SpanPainter _painter;

    private TimelineDrawing(TimelineScene scene, TimelineLayout layout, SvgCanvas canvas, SpanPainter painter)
    {
        (_scene, _layout, _canvas, _painter) = (scene, layout, canvas, painter);
    }

    /// <summary>Draws on a canvas, below what is on it already, and returns where it ends.</summary>
    /// <param name="timeline">What to draw.</param>
    /// <param name="canvas">What to draw on.</param>
    /// <param name="top">Where to begin.</param>
    /// <param name="id">What the identifiers of patterns begin with.</param>
    public static double Draw(Timeline timeline, SvgCanvas canvas, double top, string id)
    {
        var scene = TimelineScene.Of(timeline);
        var painter = new SpanPainter(canvas, id);
        top = DrawLegend(scene, canvas, painter, top);
        var layout = new TimelineLayout(scene, canvas.Width, top + 22);
        return new TimelineDrawing(scene, layout, canvas, painter).Draw();
    }

    /// <summary>What a state is called.</summary>
    public static string NameOf(SpanState state) => state switch
    {
        SpanState.Running => "running",
        SpanState.Ready => "ready",
        SpanState.Blocked => "blocked",
        _ => "idle",
    };

    private static double DrawLegend(TimelineScene scene, SvgCanvas canvas, SpanPainter painter, double top)
    {
        var legend = new Legend(canvas, Margin, canvas.Width - Margin, top);
        foreach (var state in scene.States)
        {
            legend.Add(NameOf(state), 24, (x, y) => painter.Draw((x, y, 24, 14), state, -1));
        }

        if (scene.Executors.Count > Palette.Count)
        {
            legend.Add($"colour: one of {scene.Executors.Count} threads or processes");
        }
        else
        {
            foreach (var (index, executor) in scene.Executors.Index())
            {
                legend.Add(executor, 12, (x, y) => canvas.Rectangle(x, y + 1, 12, 12, Ink.Of(Palette.Colour(index)), 2));
            }
        }

        if (scene.Spans.Any(span => SpanPainter.StrengthOf(span) < 1)) legend.Add("pale: many short spans with gaps between");
        return legend.Finish();
    }

    private double Draw()
    {
        DrawGrid();
        DrawLaneTexts();
        DrawSpans();
        DrawSpanLabels();
        DrawMarks();
        return DrawAxis();
    }

    private void DrawGrid()
    {
        foreach (var lane in _layout.Lanes.Where((_, index) => index % 2 == 0))
        {
            var band = _canvas.Rectangle(
                Margin - 6, lane.Top, _canvas.Width - (2 * Margin) + 12, lane.Bottom - lane.Top, Ink.Grid, 3);
            band.SetAttributeValue("fill-opacity", "0.35");
        }

        foreach (var tick in _layout.Ticks) _canvas.Line(tick.X, _layout.Top, tick.X, _layout.Bottom + 4, Ink.Grid);
    }

    private void DrawLaneTexts()
    {
        _canvas.Text("elapsed", _layout.ElapsedRight, _layout.Top - 7, SmallSize, Ink.Muted, Anchor.End);
        if (_layout.HasCpu) _canvas.Text("CPU", _layout.CpuRight, _layout.Top - 7, SmallSize, Ink.Muted, Anchor.End);
        foreach (var place in _layout.Lanes)
        {
            DrawLaneName(place);
            var baseLine = place.Middle + (0.35 * _layout.TextSize);
            if (place.Lane.Elapsed is { } elapsed)
            {
                _canvas.Text(
                    Quantity.Of(elapsed), _layout.ElapsedRight, baseLine, _layout.TextSize, Ink.Text, Anchor.End);
            }

            if (_layout.HasCpu)
            {
                var cpu = place.Lane.CpuTime is { } known ? Quantity.Of(known) : "–";
                _canvas.Text(cpu, _layout.CpuRight, baseLine, _layout.TextSize, Ink.Text, Anchor.End);
            }
        }
    }

    private void DrawLaneName(LanePlace place)
    {
        var size = _layout.TextSize;
        var text = _layout.TextOf(place.Lane);
        var lines = _layout.NameLines(place);
        var pitch = Math.Min(1.15 * size, ((place.Bottom - place.Top) / 2) - 0.5);
        var y = place.Middle + (0.35 * size) - ((lines.Count - 1) * pitch / 2);
        foreach (var line in lines)
        {
            var isCut = line.Contains('…', StringComparison.Ordinal);
            _canvas.Text(line, _layout.NameLeft, y, size, Ink.Text, full: isCut ? text : null);
            y += pitch;
        }
    }

    private void DrawSpans()
    {
        if (_scene.Spans.Count <= MaxSingleSpans)
        {
            foreach (var span in _scene.Spans)
            {
                var box = _layout.BoxOf(span);
                var strength = SpanPainter.StrengthOf(span);
                if (span.Depth > 0 && span.State != SpanState.Running) _painter.CutOut(box);
                _painter.Draw(box, span.State, span.Executor, strength, Tip(span));
            }

            return;
        }

        var looks = _scene.Spans.GroupBy(
            span => (span.Depth, span.Row, span.State, span.Executor, Strength: SpanPainter.StrengthOf(span)));
        foreach (var look in looks)
        {
            _painter.DrawMany(look.Select(_layout.BoxOf), look.Key.State, look.Key.Executor, look.Key.Strength);
        }
    }

    private string Tip(SceneSpan span)
    {
        var executor = span.Executor < 0 ? "" : $" on {_scene.Executors[span.Executor]}";
        return $"{NameOf(span.State)}{executor}, {span.Describe()}";
    }

    private void DrawSpanLabels()
    {
        var size = _layout.LabelSize;
        foreach (var span in _scene.Spans.Where(_layout.HasRoomForLabel))
        {
            var label = span.Label!;
            var box = _layout.BoxOf(span);
            var (middle, baseLine) = (box.X + (box.Width / 2), box.Y + (box.Height / 2) + (0.35 * size));
            var ink = Ink.Text;
            if (span.State == SpanState.Running)
            {
                ink = Ink.Of(Palette.TextOn(Palette.Colour(span.Executor)));
            }
            else
            {
                var width = TextMetrics.Width(label, size) + 6;
                _canvas.Rectangle(middle - (width / 2), box.Y + 3, width, box.Height - 6, Ink.Card, 3);
            }

            _canvas.Text(label, middle, baseLine, size, ink, Anchor.Middle);
        }
    }

    private void DrawMarks()
    {
        foreach (var place in _layout.Marks)
        {
            var shape = _canvas.Add(
                "path",
                new XAttribute("d", $"M{SvgCanvas.Number(place.X)} {SvgCanvas.Number(place.Tip)}l-4 -8h8z"),
                SvgCanvas.Fill(Ink.Text));
            shape.Add(SvgCanvas.Tip($"{place.Mark.Label}, at {Quantity.Of(TimeSpan.FromSeconds(place.Mark.At))}"));
            if (place.Label is { } anchor)
            {
                var x = place.X + (anchor == Anchor.Start ? 7 : -7);
                _canvas.Text(place.Mark.Label, x, place.Tip - 1, TimelineLayout.MarkSize, Ink.Text, anchor);
            }
        }
    }

    private double DrawAxis()
    {
        _canvas.Line(_layout.Left, _layout.Bottom, _layout.Right, _layout.Bottom, Ink.Muted);
        foreach (var tick in _layout.Ticks)
        {
            _canvas.Text(tick.Label, tick.X, _layout.Bottom + 18, SmallSize, Ink.Muted, Anchor.Middle);
        }

        var y = _layout.Bottom + 37;
        _canvas.Text(
            $"time ({_layout.UnitName})", (_layout.Left + _layout.Right) / 2, y, LabelSize, Ink.Text, Anchor.Middle);
        if (_scene.HiddenLanes > 0)
        {
            y += 20;
            _canvas.Text($"and {_scene.HiddenLanes} more lanes", Margin, y, SmallSize, Ink.Muted);
        }

        return y + 14;
    }
}
