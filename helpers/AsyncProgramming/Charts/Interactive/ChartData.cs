namespace AsyncProgramming.Charts.Interactive;

// What is passed, as JSON, to the renderer in its own load context. Compiled into both assemblies, which share no type.

/// <summary>A chart, ready to be drawn: exactly one of the three is given.</summary>
internal sealed record ChartData(
    string Title, TimelineData? Timeline = null, BarData? Bars = null, LineData? Lines = null);

/// <summary>A timeline; vertical positions count downwards from zero to the height.</summary>
internal sealed record TimelineData(
    string TimeAxis,
    double Start,
    double End,
    double Height,
    bool HasCpu,
    IReadOnlyList<LaneData> Lanes,
    IReadOnlyList<LookData> Looks,
    IReadOnlyList<MarkData> Marks,
    IReadOnlyList<KeyData> Key);

/// <summary>A lane: its name in lines, and its two columns.</summary>
internal sealed record LaneData(
    IReadOnlyList<string> Name, double Top, double Bottom, double Middle, string Elapsed, string Cpu);

/// <summary>The spans that look alike.</summary>
internal sealed record LookData(
    string State, string? Executor, string Colour, string TextColour, double Strength, IReadOnlyList<SpanData> Spans);

/// <summary>A span; its label is empty where it does not fit.</summary>
internal sealed record SpanData(double Start, double Length, double Middle, double Height, string Label, string Tip);

/// <summary>A mark; its label is written on the given side, left or right, or nowhere.</summary>
internal sealed record MarkData(double At, double Tip, string Label, string Side);

/// <summary>An entry of the legend: a state, drawn in no executor's colour, or an executor.</summary>
internal sealed record KeyData(string Name, string State, string Colour);

/// <summary>Bars, standing or lying; those of a category abreast, or one alone.</summary>
internal sealed record BarData(
    string ValueAxis, bool Lying, bool Abreast, IReadOnlyList<string> Categories, IReadOnlyList<BarSeriesData> Series);

/// <summary>A series of bars: the values, and what to write at each.</summary>
internal sealed record BarSeriesData(
    string? Name, string Colour, bool Reference, IReadOnlyList<double?> Values, IReadOnlyList<string> Texts);

/// <summary>Lines; an axis with given ticks is logarithmic.</summary>
internal sealed record LineData(
    string XAxis, string YAxis, TickData? XTicks, TickData? YTicks, IReadOnlyList<LineSeriesData> Series);

/// <summary>The ticks of an axis.</summary>
internal sealed record TickData(IReadOnlyList<double> Values, IReadOnlyList<string> Labels);

/// <summary>A line; a point without a value interrupts it.</summary>
internal sealed record LineSeriesData(
    string Name, string Colour, bool Reference, IReadOnlyList<double?> X, IReadOnlyList<double?> Y);
