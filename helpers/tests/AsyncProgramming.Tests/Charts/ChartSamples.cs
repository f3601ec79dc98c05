using AsyncProgramming.Charts;

namespace AsyncProgramming.Tests.Charts;

/// <summary>Charts of every kind, ordinary and extreme.</summary>
internal static class ChartSamples
{
    /// <summary>All of them by name.</summary>
    public static IReadOnlyDictionary<string, Chart> All { get; } = new Dictionary<string, Chart>
    {
        ["pool"] = Pool(),
        ["states"] = States(),
        ["marks"] = Marks(),
        ["forty lanes on twelve threads"] = Lanes(40, 12),
        ["a hundred lanes"] = Lanes(100, 3),
        ["thousands of spans"] = Turns(6000),
        ["overlapping and nested"] = Overlapping(),
        ["hostile texts"] = Hostile(),
        ["one instant"] = new Timeline("One instant", [Span("only", 3, 3)], []),
        ["empty timeline"] = new Timeline("Empty", [], []),
        ["pair of bars"] = new BarChart(
            "Each as a share of its own sequential run",
            "elapsed time (share of sequential)",
            ["sequential", "5 threads", "5 processes"],
            [new("the original's Python", [1, 0.907, 0.27], Reference: true), new("this machine", [1, 0.27, 0.29])]),
        ["long names"] = BarChart.Of(
            "Memory for one waiting unit of work",
            "memory (bytes)",
            ("a thread with the pages of its stack that it has touched", 16384),
            ("a coroutine", 122)),
        ["thirty bars"] = BarChart.Of(
            "Thirty bars", "time (ms)", Enumerable.Range(1, 30).Select(i => ($"category {i}", i * 3.5))),
        ["missing and negative bars"] = BarChart.Of(
            "Missing and negative", "change (%)", ("a", 12), ("b", double.NaN), ("c", -8), ("d", double.PositiveInfinity)),
        ["negative lying bars"] = BarChart.Of(
            "Negative", "change (%)", Enumerable.Range(1, 14).Select(i => ($"a category named {i}", 20.0 - (4 * i)))),
        ["no bars"] = new BarChart("No bars", "time (s)", [], []),
        ["measured and expected"] = new LineChart(
            "Throughput of k workers",
            "workers",
            "items a second (thousands)",
            [
                new("measured", [(1, 10.1), (2, 20), (3, 29.5), (4, 38), (8, 40)]),
                new("perfect scaling", [(1, 10.1), (8, 80.8)], Reference: true),
            ]),
        ["logarithmic"] = new LineChart(
            "Where do processes begin to pay?",
            "size of one task (ms)",
            "time for ten tasks (ms)",
            [
                new("sequential", [(0.1, 1), (1, 10), (10, 100), (100, 1000), (1000, 10000)]),
                new("five threads", [(0.1, 0.5), (1, 3), (10, 25), (100, 230), (1000, 2100)]),
                new("five processes", [(0.1, 4), (1, 6), (10, 28), (100, 240), (1000, 2150), (0, 5)]),
            ])
        { LogX = true, LogY = true },
        ["a long number at the end of the axis"] = new LineChart(
            "Waiting",
            "coroutines (n)",
            "time (s)",
            [new("together, on one thread, all at once", [(1, 0.2), (100_000, 0.5)]), new("expected", [(1, 0.2), (100_000, 20_000)], true)])
        { LogX = true, LogY = true },
        ["gap in a line"] = new LineChart(
            "Speed-up", "threads", "speed-up", [new("measured", [(1, 1), (2, 1.9), (4, double.NaN), (8, 3.9)])])
        { LogX = true },
        ["two thousand points"] = new LineChart(
            "Heartbeat", "time (s)", "delay (ms)", [new("delay", [.. Enumerable.Range(0, 2000).Select(i => (i / 100.0, i == 777 ? 510.0 : 1))])]),
        ["ten lines that end together"] = new LineChart(
            "Ten lines", "n", "value", [.. Enumerable.Range(1, 10).Select(i => new LineSeries($"line {i}", [(0, i), (9, 5)]))]),
        ["one point"] = new LineChart("One point", "n", "value", [new("measured", [(3, 7)])]),
        ["no points"] = new LineChart("No points", "n", "value", [new("nothing", [(double.NaN, 1)])]),
    };

    /// <summary>The names, for theories.</summary>
    public static TheoryData<string> Names => [.. All.Keys];

    /// <summary>A running span; times are milliseconds.</summary>
    public static TimelineSpan Span(
        string lane,
        double start,
        double end,
        SpanState state = SpanState.Running,
        string? executor = "thread 4",
        string? label = null,
        double? cpu = null) => new(
            lane, state, Ms(start), Ms(end), executor, label, cpu is { } known ? Ms(known) : null);

    /// <summary>Many turns of three coroutines on one thread.</summary>
    public static Timeline Turns(int count) => new(
        "Many turns",
        [.. Enumerable.Range(0, count).Select(i => Span($"coroutine {i % 3}", i * 0.1, (i * 0.1) + 0.1, label: $"turn {i}"))],
        []);

    /// <summary>Tasks, one a lane, that wait for one of a few threads and then run.</summary>
    public static Timeline Lanes(int lanes, int threads) => new(
        "Tasks that wait for their turn",
        [.. Enumerable.Range(0, lanes).SelectMany(i => new[]
        {
            Span($"task number {i}", 0, 5 + (i / threads * 100), SpanState.Ready, executor: null),
            Span($"task number {i}", 5 + (i / threads * 100), 105 + (i / threads * 100), executor: $"thread {i % threads}", label: $"item {i}", cpu: 99),
        })],
        []);

    private static Timeline Pool() => new(
        "Tasks on two workers",
        [
            Span("worker 1", 2, 200, executor: "process 4711", label: "count(1)", cpu: 190),
            Span("worker 2", 3, 320, executor: "process 4712", label: "count(2)", cpu: 300),
            Span("worker 1", 203, 390, executor: "process 4711", label: "count(3)", cpu: 180),
            Span("worker 2", 320, 390, SpanState.Idle, "process 4712"),
        ],
        []);

    private static Timeline States() => new(
        "Every state",
        [
            Span("all", 0, 250, SpanState.Ready, label: "queued"),
            Span("all", 250, 500, label: "work", cpu: 240),
            Span("all", 500, 750, SpanState.Blocked, label: "receive", cpu: 0),
            Span("all", 750, 1000, SpanState.Idle),
            Span("nobody", 0, 1000, SpanState.Blocked, executor: null),
        ],
        []);

    private static Timeline Marks() => new(
        "Marks",
        [Span("client", 0, 1000, SpanState.Idle, executor: null)],
        [
            new("client", Ms(1), "request sent"),
            new("client", Ms(2), "too close to be written"),
            new("client", Ms(990), "a completion announced at the very end"),
            new("client", Ms(1000), "end"),
            new("server", Ms(500), "request received"),
        ]);

    private static Timeline Overlapping() => new(
        "A server that handles several requests at once",
        [
            Span("server", 0, 50, label: "accept"),
            Span("server", 20, 90, SpanState.Blocked, "thread 2", "read"),
            Span("server", 60, 100, label: "reply"),
            Span("outer", 30, 70, SpanState.Blocked, "thread 3", "Sleep(40)", 0),
            Span("outer", 0, 100, executor: "thread 3", label: "outer", cpu: 60),
        ],
        []);

    private static Timeline Hostile() => new(
        "</title></desc></script><script>alert('1')</script> & a title that does not fit on one line of the chart, nor on two of them \u0001 \uD800 如此",
        [
            Span("<b>lane</b> with a name that is far too long to be shown beside the chart in full", 0, 10, label: "a & b < c"),
            Span("\"quoted\"", 0, 10, executor: "thread <1>", label: "a label that is too long for its short span, by far: it is not to be written"),
        ],
        [new("\"quoted\"", Ms(5), "</script>")]);

    private static TimeSpan Ms(double milliseconds) => TimeSpan.FromMilliseconds(milliseconds);
}
