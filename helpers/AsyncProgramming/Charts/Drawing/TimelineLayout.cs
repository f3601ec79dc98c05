namespace AsyncProgramming.Charts.Drawing;

/// <summary>Where a lane is: from top to bottom its marks and its rows of spans.</summary>
/// <param name="Lane">What is there.</param>
/// <param name="Top">Its upper edge.</param>
/// <param name="Bottom">Its lower edge.</param>
/// <param name="FirstBar">The upper edge of the spans of its first row.</param>
/// <param name="LastBar">The lower edge of the spans of its last row.</param>
internal sealed record LanePlace(SceneLane Lane, double Top, double Bottom, double FirstBar, double LastBar)
{
    /// <summary>The middle of its spans.</summary>
    public double Middle => (FirstBar + LastBar) / 2;
}

/// <summary>Where a mark's label is written: to the right of the mark, to its left, or nowhere, where it has no room.</summary>
internal sealed record MarkPlace(SceneMark Mark, double X, double Tip, Anchor? Label);

/// <summary>Where everything on a <see cref="TimelineScene"/> is, in user units.</summary>
internal sealed class TimelineLayout
{
    /// <summary>The font size of marks' labels.</summary>
    public const double MarkSize = 12;

    private const double Margin = 16;
    private const double ColumnWidth = 70;
    private const double RowGap = 2;
    private const double MarkStrip = 17;
    private const double NarrowestSpan = 1.5;

    // Spans end a bit before the columns begin.
    private const double PlotEnd = 10;

    private readonly int[] _laneOfRow;
    private readonly Axis _axis;

    /// <summary>Lays a scene out.</summary>
    /// <param name="scene">What to lay out.</param>
    /// <param name="width">The width that there is.</param>
    /// <param name="top">The upper edge of the first lane.</param>
    public TimelineLayout(TimelineScene scene, double width, double top)
    {
        Scene = scene;
        Top = top;
        (Bar, LaneGap, TextSize) = scene.Lanes.Sum(lane => lane.Rows) switch
        {
            <= 8 => (24.0, 14.0, 14.0),
            <= 16 => (20, 10, 14),
            <= 24 => (16, 8, 13),
            _ => (13, 6, 12),
        };

        var widest = scene.Lanes.Select(lane => TextMetrics.Width(TextOf(lane), TextSize)).DefaultIfEmpty(0).Max();
        NameLeft = Margin;
        NameWidth = Math.Min(widest, NamesExecutors ? 200 : 168);
        Left = Margin + NameWidth + 10;
        ElapsedRight = width - Margin - (HasCpu ? ColumnWidth : 0);
        CpuRight = width - Margin;
        Right = ElapsedRight - ColumnWidth - PlotEnd;

        var y = top;
        var lanes = new List<LanePlace>();
        foreach (var (index, lane) in scene.Lanes.Index())
        {
            var start = y;
            if (scene.Marks.Any(mark => mark.Lane == index)) y += MarkStrip;
            var firstBar = y + (LaneGap / 2);
            var lastBar = firstBar + (lane.Rows * (Bar + RowGap)) - RowGap;
            y = lastBar + (LaneGap / 2);
            lanes.Add(new LanePlace(lane, start, y, firstBar, lastBar));
        }

        Lanes = lanes;
        Bottom = y;
        _laneOfRow = [.. scene.Lanes.Index().SelectMany(lane => Enumerable.Repeat(lane.Index, lane.Item.Rows))];
        (Unit, UnitName) = (scene.End - scene.Start) switch
        {
            >= 1 => (1, "s"),
            >= 1e-3 => (1e-3, "ms"),
            _ => (1e-6, "µs"),
        };
        _axis = Axis.Linear(
            scene.Start / Unit, scene.End / Unit, Left, Right, (int)Math.Max(2, (Right - Left) / 50), widen: false);
        Marks = [.. scene.Marks.GroupBy(mark => mark.Lane).SelectMany(PlaceMarks)];
    }

    /// <summary>What is laid out.</summary>
    public TimelineScene Scene { get; }

    /// <summary>The lanes, from top to bottom.</summary>
    public IReadOnlyList<LanePlace> Lanes { get; }

    /// <summary>The marks.</summary>
    public IReadOnlyList<MarkPlace> Marks { get; }

    /// <summary>The height of a span.</summary>
    public double Bar { get; }

    /// <summary>The space between the spans of two lanes.</summary>
    public double LaneGap { get; }

    /// <summary>The font size of the lanes' names.</summary>
    public double TextSize { get; }

    /// <summary>The font size of the spans' labels.</summary>
    public double LabelSize => Math.Min(13, Bar * 0.75);

    /// <summary>Where the lanes' names begin.</summary>
    public double NameLeft { get; }

    /// <summary>The room for the lanes' names.</summary>
    public double NameWidth { get; }

    /// <summary>The left edge of the time axis.</summary>
    public double Left { get; }

    /// <summary>The right edge of the time axis.</summary>
    public double Right { get; }

    /// <summary>The upper edge of the first lane.</summary>
    public double Top { get; }

    /// <summary>The lower edge of the last lane.</summary>
    public double Bottom { get; }

    /// <summary>Where the column of elapsed times ends.</summary>
    public double ElapsedRight { get; }

    /// <summary>Where the column of processor times ends.</summary>
    public double CpuRight { get; }

    /// <summary>The unit of the time axis in seconds.</summary>
    public double Unit { get; }

    /// <summary>The unit's name.</summary>
    public string UnitName { get; }

    /// <summary>The ticks of the time axis: position and text.</summary>
    public IEnumerable<(double X, string Label)> Ticks => _axis.Ticks.Select(_axis.At).Zip(_axis.TickLabels);

    /// <summary>Whether any lane's processor time is known.</summary>
    public bool HasCpu => Scene.Lanes.Any(lane => lane.CpuTime is not null);

    /// <summary>Whether lanes name their executors, because there are more than colours.</summary>
    public bool NamesExecutors => Scene.Executors.Count > Palette.Count;

    // What a lane's name is followed by.
    private string SuffixOf(SceneLane lane) =>
        NamesExecutors && lane.Executor is not null && lane.Executor != lane.Name ? $" ({lane.Executor})" : "";

    /// <summary>What is written beside a lane.</summary>
    public string TextOf(SceneLane lane) => lane.Name + SuffixOf(lane);

    /// <summary>What is written beside a lane, in as many lines as it has room for; cut where it is too long.</summary>
    public IReadOnlyList<string> NameLines(LanePlace place)
    {
        if (place.Bottom - place.Top >= 2.1 * TextSize) return TextMetrics.Wrap(TextOf(place.Lane), TextSize, NameWidth, 2);
        var suffix = SuffixOf(place.Lane);
        var room = NameWidth - TextMetrics.Width(suffix, TextSize);
        return [TextMetrics.Cut(place.Lane.Name, TextSize, room) + suffix];
    }

    /// <summary>Where a time in seconds is.</summary>
    public double At(double seconds) => _axis.At(seconds / Unit);

    /// <summary>Where a span is; at least so wide that it can be seen.</summary>
    public (double X, double Y, double Width, double Height) BoxOf(SceneSpan span)
    {
        var x = At(span.Start);
        var width = Math.Max(NarrowestSpan, At(span.End) - x);
        if (x + width > Right) x = Right - width;
        var inset = Math.Min(span.Depth * 3, (Bar / 2) - 3);
        var lane = Lanes[_laneOfRow[span.Row]];
        var y = lane.FirstBar + ((span.Row - lane.Lane.FirstRow) * (Bar + RowGap)) + inset;
        return (x, y, width, Bar - (2 * inset));
    }

    /// <summary>Whether a span has a label and can show it: wide enough, and nothing is drawn on it.</summary>
    public bool HasRoomForLabel(SceneSpan span) =>
        span.Label is { Length: > 0 } label
        && TextMetrics.Width(label, LabelSize) <= BoxOf(span).Width - 10
        && !Scene.Spans.Any(other =>
            other.Row == span.Row && other.Depth > span.Depth && other.Start < span.End && other.End > span.Start);

    // A label is written where neither its neighbours nor their labels are in its way; else the mark stands alone.
    private IEnumerable<MarkPlace> PlaceMarks(IGrouping<int, SceneMark> lane)
    {
        const double Beside = 7;
        const double Half = 5;
        var tip = Lanes[lane.Key].FirstBar - 1;
        var free = double.NegativeInfinity;
        var marks = lane.OrderBy(mark => mark.At).ToArray();
        for (var i = 0; i < marks.Length; i++)
        {
            var x = At(marks[i].At);
            var width = TextMetrics.Width(marks[i].Label, MarkSize);
            var next = i + 1 < marks.Length ? At(marks[i + 1].At) - Half : Right + PlotEnd;
            Anchor? label =
                x - Half > free && x + Beside + width < next ? Anchor.Start
                : x - Beside - width > Math.Max(free + 4, Left - 4) ? Anchor.End
                : null;
            free = x + (label == Anchor.Start ? Beside + width : Half);
            yield return new MarkPlace(marks[i], x, tip, label);
        }
    }
}
