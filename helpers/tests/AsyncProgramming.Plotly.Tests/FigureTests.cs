using System.Text.Json;
using AsyncProgramming.Charts;
using AsyncProgramming.Tests.Charts;

namespace AsyncProgramming.Plotly.Tests;

public sealed class FigureTests
{
    private static readonly string[] Empty = ["empty timeline", "no bars", "no points"];

    public static TheoryData<string> Names => [.. ChartSamples.All.Keys.Except(Empty)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_figure_is_json_with_data_layout_and_configuration(string name)
    {
        var figure = Render(ChartSamples.All[name]);
        Assert.Equal(["data", "layout", "config"], figure.EnumerateObject().Select(property => property.Name));
        Assert.NotEqual(0, figure.GetProperty("data").GetArrayLength());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_title_and_the_axes_are_named_and_no_text_is_taken_for_markup(string name)
    {
        var chart = ChartSamples.All[name];
        var layout = Render(chart).GetProperty("layout");
        var title = layout.GetProperty("title").GetProperty("text").GetString()!;
        Assert.Equal(chart.Title.Replace('\uD800', '\uFFFD'), System.Net.WebUtility.HtmlDecode(title));
        Assert.DoesNotContain('<', title);
        var axes = new[] { "xaxis", "yaxis" }
            .Select(axis => layout.GetProperty(axis).TryGetProperty("title", out var text) ? text.GetProperty("text").GetString() : null);
        Assert.Contains(axes, axis => !string.IsNullOrEmpty(axis));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void It_takes_its_theme_from_the_page_and_carries_no_template_of_colours(string name)
    {
        var figure = Library.Renderer.Render(ChartSamples.All[name])!;
        Assert.Contains("\"paper_bgcolor\":\"@card\"", figure, StringComparison.Ordinal);
        Assert.DoesNotContain("colorway", figure, StringComparison.Ordinal);
        Assert.InRange(figure.Length, 1, 30_000);
    }

    [Fact]
    public void An_empty_chart_has_no_figure() =>
        Assert.All(Empty, name => Assert.Null(Library.Renderer.Render(ChartSamples.All[name])));

    [Fact]
    public void Every_span_is_there_with_its_time_its_fill_and_its_executor()
    {
        var timeline = (Timeline)ChartSamples.All["states"];
        var bars = Traces(timeline).Where(trace => trace.TryGetProperty("base", out _)).ToArray();
        var spans = bars.SelectMany(bar => Numbers(bar, "base").Zip(Numbers(bar, "x"))).OrderBy(span => span).ToArray();
        Assert.Equal(timeline.Spans.Select(span => (span.Start.TotalSeconds, span.Elapsed.TotalSeconds)).Order(), spans);

        Assert.Equal(
            ["ready, thread 4", "running, thread 4", "blocked, thread 4", "idle, thread 4", "blocked"],
            bars.Select(bar => bar.GetProperty("hovertemplate").GetString()!.Split("<b>")[1].Split("</b>")[0]));
        Assert.Equal(
            [".", "", "/", "", "/"],
            bars.Select(bar => bar.GetProperty("marker").TryGetProperty("pattern", out var pattern) ? pattern.GetProperty("shape").GetString() : ""));
    }

    [Fact]
    public void Pointing_at_a_span_tells_its_label_times_and_processor_time()
    {
        var tips = Traces(ChartSamples.All["states"])
            .Where(trace => trace.TryGetProperty("base", out _))
            .SelectMany(trace => trace.GetProperty("customdata").EnumerateArray())
            .Select(tip => tip.GetString());
        Assert.Contains("work: 250 ms from 250 ms, CPU 240 ms", tips);
    }

    [Fact]
    public void Every_bar_is_there_and_what_is_missing_is_null()
    {
        var bars = Assert.Single(Traces(ChartSamples.All["missing and negative bars"]));
        Assert.Equal("[12.0,null,-8.0,null]", bars.GetProperty("y").GetRawText());
    }

    [Fact]
    public void Every_line_is_there_and_what_is_expected_is_dashed()
    {
        var lines = Traces(ChartSamples.All["measured and expected"]);
        Assert.Equal([1, 2, 3, 4, 8], Numbers(lines[0], "x"));
        Assert.Equal([10.1, 20, 29.5, 38, 40], Numbers(lines[0], "y"));
        Assert.False(lines[0].GetProperty("line").TryGetProperty("dash", out _));
        Assert.Equal("dash", lines[1].GetProperty("line").GetProperty("dash").GetString());
    }

    private static JsonElement Render(Chart chart) => JsonDocument.Parse(Library.Renderer.Render(chart)!).RootElement;

    private static JsonElement[] Traces(Chart chart) => [.. Render(chart).GetProperty("data").EnumerateArray()];

    private static double[] Numbers(JsonElement trace, string property) =>
        [.. trace.GetProperty(property).EnumerateArray().Select(number => number.GetDouble())];
}
