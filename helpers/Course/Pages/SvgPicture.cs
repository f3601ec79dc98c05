using System.Text;

namespace Course.Pages;

/// <summary>
/// SVG as a picture: as such it runs nothing, asks for nothing, keeps its styles to itself, and follows the page between light
/// and dark by the colour scheme of its element.
/// </summary>
internal static class SvgPicture
{
    private const string Namespace = "http://www.w3.org/2000/svg";

    /// <summary>The picture of the chart that an output's HTML has, with its colours in light and dark; <see langword="null"/> where it has none.</summary>
    public static string? OfChart(string html)
    {
        var figure = html.IndexOf("<figure class=\"async-chart\"", StringComparison.Ordinal);
        var start = figure < 0 ? -1 : html.IndexOf("<svg ", figure, StringComparison.Ordinal);
        var end = start < 0 ? -1 : html.IndexOf("</svg>", start, StringComparison.Ordinal);
        if (end < 0) return null;
        // What the page says of the chart's figure is said of the picture itself, whose place the page knows.
        var svg = html[start..end] + $"<style>{NotebookPage.ChartStyle}.async-chart{{color-scheme:light dark;margin:0;max-width:none}}</style></svg>";
        return svg.Insert("<svg ".Length, "class=\"async-chart\" ");
    }

    public static string ToDataUri(string svg)
    {
        var start = svg.IndexOf("<svg", StringComparison.OrdinalIgnoreCase);
        // What stands in HTML may leave out the namespace; a file of its own may not.
        if (start >= 0 && !svg.Contains(Namespace, StringComparison.Ordinal)) svg = svg.Insert(start + 4, $" xmlns=\"{Namespace}\"");
        return $"data:image/svg+xml;base64,{Convert.ToBase64String(Encoding.UTF8.GetBytes(svg))}";
    }
}
