namespace AsyncProgramming.Charts.Drawing;

/// <summary>A lane as it is drawn.</summary>
/// <param name="Name">Its name.</param>
/// <param name="FirstRow">Its first row; spans that overlap in time are on rows of their own.</param>
/// <param name="Rows">How many rows it has; at least one.</param>
/// <param name="Elapsed">From its first span's start to its last one's end; null where it has none.</param>
/// <param name="CpuTime">The processor time of its spans, nested ones not counted twice; null where unknown.</param>
/// <param name="Executor">The only executor of its spans; null where it has several or none.</param>
internal sealed record SceneLane(
    string Name, int FirstRow, int Rows, TimeSpan? Elapsed, TimeSpan? CpuTime, string? Executor);

/// <summary>A span as it is drawn, or several that are too short to be told apart. Times are seconds.</summary>
/// <param name="Row">Its row among those of all lanes.</param>
/// <param name="Depth">How many spans it lies inside of.</param>
/// <param name="State">Its state.</param>
/// <param name="Start">When it begins.</param>
/// <param name="End">When it ends.</param>
/// <param name="Executor">The number of its executor; negative where it has none.</param>
/// <param name="Label">Its label.</param>
/// <param name="CpuTime">Its processor time.</param>
/// <param name="Count">How many spans it stands for.</param>
/// <param name="Share">Which share of its time these spans take; below one where they were merged.</param>
internal sealed record SceneSpan(
    int Row,
    int Depth,
    SpanState State,
    double Start,
    double End,
    int Executor,
    string? Label,
    TimeSpan? CpuTime,
    int Count = 1,
    double Share = 1)
{
    /// <summary>When it was and what it cost, in words.</summary>
    public string Describe()
    {
        var (start, elapsed) = (Quantity.Of(TimeSpan.FromSeconds(Start)), Quantity.Of(TimeSpan.FromSeconds(End - Start)));
        if (Count > 1) return $"{Count} short spans from {start} in {elapsed}, together {Share:0%} of it";
        var label = string.IsNullOrEmpty(Label) ? "" : $"{Label}: ";
        var cpu = CpuTime is { } known ? $", CPU {Quantity.Of(known)}" : "";
        return $"{label}{elapsed} from {start}{cpu}";
    }
}

/// <summary>A mark as it is drawn.</summary>
internal sealed record SceneMark(int Lane, double At, string Label);

/// <summary>
/// A timeline prepared for drawing, whatever draws it: overlapping spans on rows of their own, executors numbered, and so
/// few spans that neither a notebook nor a browser suffers.
/// </summary>
internal sealed record TimelineScene(
    IReadOnlyList<SceneLane> Lanes,
    int HiddenLanes,
    IReadOnlyList<SceneSpan> Spans,
    IReadOnlyList<SceneMark> Marks,
    IReadOnlyList<string> Executors,
    IReadOnlyList<SpanState> States,
    double Start,
    double End)
{
    /// <summary>More lanes than this nobody can read.</summary>
    public const int MaxLanes = 40;

    /// <summary>More spans than this are merged where they are too short to be told apart.</summary>
    public const int MaxSpans = 400;

    private const int MaxMarks = 200;

    /// <summary>Prepares a timeline.</summary>
    public static TimelineScene Of(Timeline timeline)
    {
        var names = timeline.Lanes.Count > MaxLanes ? timeline.Lanes.Take(MaxLanes - 1).ToArray() : [.. timeline.Lanes];
        var shown = names.Index().ToDictionary(lane => lane.Item, lane => lane.Index);
        var spans = timeline.Spans.Where(span => shown.ContainsKey(span.Lane)).ToArray();
        var marks = timeline.Marks.Where(mark => shown.ContainsKey(mark.Lane)).ToArray();
        var executors = spans.OrderBy(span => shown[span.Lane]).ThenBy(span => span.Start)
            .Select(span => span.Executor).OfType<string>().Distinct().ToArray();
        var executorNumbers = executors.Index().ToDictionary(executor => executor.Item, executor => executor.Index);

        var (start, end) = Range(spans, marks);
        var lanes = new List<SceneLane>();
        var drawn = new List<SceneSpan>();
        var rows = 0;
        var byLane = spans.ToLookup(span => span.Lane);
        foreach (var name in names)
        {
            var own = byLane[name].ToArray();
            var (placed, taken) = SpanRows.Place(own, rows, executorNumbers, (end - start) * SpanThinning.Finest);
            lanes.Add(Lane(name, own, rows, taken));
            drawn.AddRange(placed);
            rows += taken;
        }

        return new TimelineScene(
            lanes,
            timeline.Lanes.Count - names.Length,
            SpanThinning.Thin(drawn, end - start, MaxSpans),
            ThinMarks([.. marks.Select(mark => new SceneMark(shown[mark.Lane], mark.At.TotalSeconds, mark.Label))]),
            executors,
            [.. spans.Select(span => span.State).Distinct().Order()],
            start,
            end);
    }

    // A recorder may be older than the experiment: long emptiness before the first span is left out.
    private static (double Start, double End) Range(TimelineSpan[] spans, TimelineMark[] marks)
    {
        var times = spans.SelectMany(span => new[] { span.Start, span.End }).Concat(marks.Select(mark => mark.At));
        var seconds = times.Select(time => time.TotalSeconds).DefaultIfEmpty(0).ToArray();
        var (first, last) = (seconds.Min(), seconds.Max());
        if (first >= 0 && first <= (last - first) / 5) first = 0;
        return (first, Math.Max(last, first + 1e-6));
    }

    private static SceneLane Lane(string name, TimelineSpan[] spans, int firstRow, int rows)
    {
        var executors = spans.Select(span => span.Executor).OfType<string>().Distinct().Take(2).ToArray();
        return new SceneLane(
            name,
            firstRow,
            rows,
            spans.Length == 0 ? null : spans.Max(span => span.End) - spans.Min(span => span.Start),
            CpuTime(spans),
            executors.Length == 1 ? executors[0] : null);
    }

    // A span inside another one of the same thread spent a part of what that one spent.
    public static TimeSpan? CpuTime(IEnumerable<TimelineSpan> spans)
    {
        TimeSpan? sum = null;
        foreach (var executor in spans.Where(span => span.CpuTime is not null).GroupBy(span => span.Executor))
        {
            var covered = TimeSpan.MinValue;
            foreach (var span in executor.OrderBy(span => span.Start).ThenByDescending(span => span.End))
            {
                if (span.End <= covered) continue;
                covered = span.End;
                sum = (sum ?? TimeSpan.Zero) + span.CpuTime;
            }
        }

        return sum;
    }

    private static SceneMark[] ThinMarks(SceneMark[] marks) => marks.Length <= MaxMarks
        ? marks
        : [.. marks.Where((_, i) => i % ((marks.Length / MaxMarks) + 1) == 0)];
}
