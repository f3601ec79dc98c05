using AsyncProgramming.Charts.Drawing;
using AsyncProgramming.Charts.Interactive;

namespace AsyncProgramming.Charts;

/// <summary>
/// A chart as HTML: a figure that needs neither script nor style sheet nor network to be seen, and what makes it interactive
/// where plotly.js can be had.
/// </summary>
internal static class ChartHtml
{
    // The picture's attributes are right on its own light card. Where the page is known to be dark, by the colour scheme
    // that it declares or by the marks of VS Code and JupyterLab, the card turns dark with it.
    private static readonly string Style = Resource("chart.css");
    private static readonly string Script = Resource("interactive.js");

    /// <summary>Draws a chart.</summary>
    public static string Of(Chart chart) => Of(chart, FigureRenderer.Default);

    /// <summary>Draws a chart, interactive with the given renderer.</summary>
    public static string Of(Chart chart, FigureRenderer? renderer)
    {
        var picture = ChartPicture.Of(chart);
        return $"<figure class=\"async-chart\" data-chart=\"{KindOf(chart)}\" id=\"{picture.Id}\" "
            + $"style=\"position:relative;margin:8px 0;max-width:960px\"><style>{Style}</style>{picture.Markup}"
            + $"{Interactive(renderer?.Render(chart))}</figure>";
    }

    // JSON has no use for a bare < outside of its strings, where it may be escaped: so nothing in it can end the element.
    private static string Interactive(string? figure) => figure is null
        ? ""
        : $"<script type=\"application/json\">{figure.Replace("<", "\\u003c", StringComparison.Ordinal)}</script>"
            + $"<script>{Script}</script>";

    private static string KindOf(Chart chart) => chart switch
    {
        Timeline => "timeline",
        BarChart => "bars",
        LineChart => "lines",
        MemoryMap => "memory",
        _ => throw new NotSupportedException($"There is no drawing for a {chart.GetType().Name}."),
    };

    // Without indentation and comments: it is part of every output.
    private static string Resource(string name)
    {
        using var stream = typeof(ChartHtml).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        var lines = reader.ReadToEnd().Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return string.Join('\n', lines.Where(line => !line.StartsWith("//", StringComparison.Ordinal)))
            .Replace("{source}", Plotly.Source, StringComparison.Ordinal)
            .Replace("{integrity}", Plotly.Integrity, StringComparison.Ordinal);
    }
}
