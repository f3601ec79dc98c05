using AsyncProgramming.Charts.Interactive;
using Plotly.NET;

namespace AsyncProgramming.Plotly;

/// <summary>
/// A timeline as lying bars that begin where their spans do: solid for running, dotted for ready, hatched for blocked, thin
/// for idle. The vertical axis counts the static picture's units.
/// </summary>
internal static class TimelineFigure
{
    // A bar narrower than this share of the axis gets a rim of its own colour, to be seen at all.
    private const double Narrow = 0.005;

    public static FigureParts Of(TimelineData timeline)
    {
        var traces = timeline.Key.Select(Key)
            .Concat(timeline.Looks.Select(look => Spans(look, timeline)))
            .ToList();
        if (timeline.Marks.Count > 0) traces.Add(Marks(timeline));
        return new FigureParts(traces, Layout(timeline));
    }

    private static Trace2D Spans(LookData look, TimelineData timeline)
    {
        var spans = look.Spans;
        var visible = (timeline.End - timeline.Start) * Narrow;
        var labelled = look.State == "running" && spans.Any(span => span.Label.Length > 0);
        var where = look.Executor is null ? look.State : $"{look.State}, {look.Executor}";
        return Parts.Fill(
            new Trace2D("bar"),
            ("name", Parts.Text(look.Executor ?? look.State)),
            ("legendgroup", look.Executor ?? look.State),
            ("showlegend", false),
            ("base", spans.Select(span => span.Start).ToArray()),
            ("x", spans.Select(span => span.Length).ToArray()),
            ("y", spans.Select(span => span.Middle).ToArray()),
            ("width", spans.Select(span => span.Height).ToArray()),
            ("opacity", look.Strength < 1 ? look.Strength : null),
            ("marker", Marker(look.State, look.Colour, [.. spans.Select(span => span.Length < visible)])),
            ("text", labelled ? spans.Select(span => Parts.Text(span.Label)).ToArray() : null),
            ("textfont", labelled ? Parts.Object(("color", look.TextColour)) : null),
            ("customdata", spans.Select(span => Parts.Text(span.Tip)).ToArray()),
            ("hovertemplate", $"<b>{Parts.Text(where)}</b><br>%{{customdata}}<extra></extra>"));
    }

    private static DynamicObj.DynamicObj Marker(string state, string colour, bool[] narrow)
    {
        // A rim of the card's colour parts wide spans that touch.
        var rims = narrow.Select(each => each || state is "ready" or "blocked" ? colour : "@card").ToArray();
        var line = Parts.Object(("color", rims.Distinct().Count() == 1 ? rims[0] : rims), ("width", state == "idle" ? 0 : 1.2));
        var shape = state switch { "blocked" => "/", "ready" => ".", _ => null };
        return Parts.Object(
            ("color", colour),
            ("line", line),
            ("pattern", shape is null
                ? null
                : Parts.Object(
                    ("shape", shape), ("fgcolor", colour), ("bgcolor", "@card"), ("size", 7), ("solidity", 0.35))));
    }

    private static Trace2D Key(KeyData entry) => Parts.Fill(
        new Trace2D(entry.State == "idle" ? "scatter" : "bar"),
        ("mode", entry.State == "idle" ? "lines" : null),
        ("line", entry.State == "idle" ? Parts.Object(("color", entry.Colour), ("width", 3)) : null),
        ("name", Parts.Text(entry.Name)),
        ("legendgroup", entry.Name),
        ("x", new double?[] { null }),
        ("y", new double?[] { null }),
        ("marker", entry.State == "idle" ? null : Marker(entry.State, entry.Colour, [false])),
        ("hoverinfo", "skip"));

    private static Trace2D Marks(TimelineData timeline) => Parts.Fill(
        new Trace2D("scatter"),
        ("mode", "markers+text"),
        ("showlegend", false),
        ("x", timeline.Marks.Select(mark => mark.At).ToArray()),
        ("y", timeline.Marks.Select(mark => mark.Tip - 5).ToArray()),
        ("text", timeline.Marks.Select(mark => mark.Side.Length > 0 ? Parts.Text(mark.Label) : "").ToArray()),
        ("textposition", timeline.Marks.Select(mark => mark.Side == "left" ? "middle left" : "middle right").ToArray()),
        ("cliponaxis", false),
        ("marker", Parts.Object(("symbol", "triangle-down"), ("size", 10), ("color", "@text"))),
        ("customdata", timeline.Marks.Select(mark => Parts.Text(mark.Label)).ToArray()),
        ("hovertemplate", "<b>%{customdata}</b><br>at %{x}<extra></extra>"));

    private static Layout Layout(TimelineData timeline)
    {
        const double Column = 70;
        var margin = (timeline.End - timeline.Start) * 0.01;
        var columns = timeline.HasCpu ? 2 : 1;
        return Parts.Layout(
            ("barmode", "overlay"),
            ("bargap", 0),
            ("margin", Parts.Margin(20, 26 + (columns * Column), 26, 48)),
            ("uniformtext", Parts.Object(("mode", "hide"), ("minsize", 8))),
            ("xaxis", Parts.Axis(
                timeline.TimeAxis, ("range", new[] { timeline.Start - margin, timeline.End + margin }), ("zeroline", false))),
            ("yaxis", Parts.Axis(
                null,
                ("range", new[] { timeline.Height, 0 }),
                ("tickvals", timeline.Lanes.Select(lane => lane.Middle).ToArray()),
                ("ticktext", timeline.Lanes.Select(lane => string.Join("<br>", lane.Name.Select(Parts.Text))).ToArray()),

                // Ticks that nobody sees keep the names away from the bands.
                ("ticks", "outside"),
                ("ticklen", 6),
                ("tickcolor", "transparent"),
                ("showgrid", false),
                ("showline", false),
                ("zeroline", false),
                ("fixedrange", true))),
            ("template", Defaults()),
            ("shapes", timeline.Lanes.Where((_, index) => index % 2 == 0).Select(Band).ToArray()),
            ("annotations", Columns(timeline, Column).Concat(timeline.Looks.SelectMany(Labels)).ToArray()));
    }

    // What all bars, bands and notes have in common is said once.
    private static DynamicObj.DynamicObj Defaults() => Parts.Object(
        ("data", Parts.Object(("bar", new[]
        {
            Parts.Object(
                ("orientation", "h"), ("textposition", "inside"), ("insidetextanchor", "middle"), ("textangle", 0)),
        }))),
        ("layout", Parts.Object(
            ("shapedefaults", Parts.Object(
                ("type", "rect"),
                ("layer", "below"),
                ("xref", "paper"),
                ("x0", 0),
                ("x1", 1),
                ("fillcolor", "@grid"),
                ("opacity", 0.35),
                ("line", Parts.Object(("width", 0))))),
            ("annotationdefaults", Parts.Object(("showarrow", false), ("xanchor", "right"), ("yanchor", "middle"))))));

    private static DynamicObj.DynamicObj Band(LaneData lane) => Parts.Object(("y0", lane.Top), ("y1", lane.Bottom));

    // On a pattern a label needs a ground of its own, which the text of a bar cannot have.
    private static IEnumerable<DynamicObj.DynamicObj> Labels(LookData look) => look.State == "running"
        ? []
        : look.Spans.Where(span => span.Label.Length > 0).Select(span => Parts.Object(
            ("text", Parts.Text(span.Label)),
            ("x", span.Start + (span.Length / 2)),
            ("xanchor", "center"),
            ("y", span.Middle),
            ("bgcolor", "@card"),
            ("borderpad", 1)));

    private static IEnumerable<DynamicObj.DynamicObj> Columns(TimelineData timeline, double column)
    {
        yield return Heading("elapsed", column);
        if (timeline.HasCpu) yield return Heading("CPU", 2 * column);
        foreach (var lane in timeline.Lanes)
        {
            if (lane.Elapsed.Length > 0) yield return Note(lane.Elapsed, lane.Middle, column);
            if (timeline.HasCpu) yield return Note(lane.Cpu, lane.Middle, 2 * column);
        }
    }

    private static DynamicObj.DynamicObj Heading(string text, double shift) => Parts.Fill(
        Note(text, 1, shift), ("yref", "paper"), ("yanchor", "bottom"), ("font", Parts.Object(("color", "@mute"))));

    private static DynamicObj.DynamicObj Note(string text, double y, double shift) => Parts.Object(
        ("text", Parts.Text(text)), ("xref", "paper"), ("x", 1), ("xshift", shift), ("y", y));
}
