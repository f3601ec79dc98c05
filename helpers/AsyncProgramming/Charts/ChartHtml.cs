using AsyncProgramming.Charts.Drawing;

namespace AsyncProgramming.Charts;

/// <summary>A chart as HTML: a figure that needs neither script nor style sheet nor network to be seen.</summary>
internal static class ChartHtml
{
    // The picture's attributes are right on its own light card. Where the page is known to be dark, by the colour scheme
    // that it declares or by the marks of VS Code and JupyterLab, the card turns dark with it.
    private const string Style =
        ".async-chart{margin:8px 0;max-width:960px}.async-chart svg{display:block;height:auto}"
        + "body.vscode-dark .async-chart,body.vscode-high-contrast .async-chart,"
        + "[data-jp-theme-light=false] .async-chart,[data-theme=dark] .async-chart{color-scheme:dark}"
        + "body.vscode-light .async-chart,body.vscode-high-contrast-light .async-chart,"
        + "[data-jp-theme-light=true] .async-chart,[data-theme=light] .async-chart{color-scheme:light}"
        + ".async-chart .ac-card-f{fill:light-dark(#fff,#1b1f24)}.async-chart .ac-card-s{stroke:light-dark(#fff,#1b1f24)}"
        + ".async-chart .ac-edge-s{stroke:light-dark(#d0d7de,#3d444d)}"
        + ".async-chart .ac-grid-f{fill:light-dark(#dde2e7,#3a4048)}.async-chart .ac-grid-s{stroke:light-dark(#dde2e7,#3a4048)}"
        + ".async-chart .ac-text-f{fill:light-dark(#1f2328,#eceff2)}.async-chart .ac-text-s{stroke:light-dark(#1f2328,#eceff2)}"
        + ".async-chart .ac-mute-f{fill:light-dark(#57606a,#a9b2bc)}.async-chart .ac-mute-s{stroke:light-dark(#57606a,#a9b2bc)}";

    /// <summary>Draws a chart.</summary>
    public static string Of(Chart chart)
    {
        var picture = ChartPicture.Of(chart);
        return $"<figure class=\"async-chart\" data-chart=\"{KindOf(chart)}\" id=\"{picture.Id}\" "
            + $"style=\"margin:8px 0;max-width:960px\"><style>{Style}</style>{picture.Markup}</figure>";
    }

    private static string KindOf(Chart chart) => chart switch
    {
        Timeline => "timeline",
        BarChart => "bars",
        LineChart => "lines",
        _ => throw new NotSupportedException($"There is no drawing for a {chart.GetType().Name}."),
    };
}
