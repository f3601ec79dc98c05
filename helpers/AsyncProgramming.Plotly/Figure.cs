using System.Text.Json;
using AsyncProgramming.Charts.Interactive;
using Plotly.NET;

namespace AsyncProgramming.Plotly;

/// <summary>
/// Draws charts with Plotly.NET. Called from another load context, so that only strings pass: a chart comes as JSON of
/// <see cref="ChartData"/>, and goes as JSON of a plotly.js figure.
/// </summary>
/// <remarks>
/// Colours that depend on the page's theme are written as <c>@card</c>, <c>@text</c>, <c>@grid</c> and <c>@mute</c>; the
/// page puts its own in their place. Lengths are for a font of 13, which the page scales to the figure's width.
/// </remarks>
public static class Figure
{
    /// <summary>Draws a chart.</summary>
    /// <param name="chart">JSON of a <see cref="ChartData"/>.</param>
    /// <returns>JSON of an object with <c>data</c>, <c>layout</c> and <c>config</c>.</returns>
    /// <exception cref="ArgumentException">It is not the JSON of a chart.</exception>
    public static string Render(string chart)
    {
        var data = JsonSerializer.Deserialize<ChartData>(chart) switch
        {
            { Timeline: { } timeline } => TimelineFigure.Of(timeline),
            { Bars: { } bars } => BarFigure.Of(bars),
            { Lines: { } lines } => LineFigure.Of(lines),
            _ => throw new ArgumentException("It is neither a timeline nor bars nor lines.", nameof(chart)),
        };
        var title = JsonDocument.Parse(chart).RootElement.GetProperty(nameof(ChartData.Title)).GetString()!;
        data.Layout.SetProperty("title", Parts.Object(("text", Parts.Text(title))));

        // Without Plotly.NET's defaults, whose template would make up most of each output.
        var figure = GenericChart.ofTraceObjects(false, Parts.List(data.Traces));
        figure = GenericChart.setLayout(data.Layout, figure);
        figure = GenericChart.setConfig(Configuration(), figure);
        return GenericChart.toJson(figure);
    }

    private static Config Configuration() => Parts.Fill(
        new Config(),
        ("displaylogo", false),
        ("modeBarButtonsToRemove", new[] { "select2d", "lasso2d", "autoScale2d" }));
}
