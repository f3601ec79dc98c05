using System.Text;

namespace Course.Pages;

/// <summary>The script that makes charts interactive, which the library's build lays beside its chart renderer.</summary>
internal static class Plotly
{
    /// <summary>The script for a page that has charts; without it they stay the pictures that they are.</summary>
    public static string Script(StringBuilder page)
    {
        var text = page.ToString();
        var hasCharts = text.Contains("data-chart=", StringComparison.Ordinal) || text.Contains("plotly-figure", StringComparison.Ordinal);
        if (!hasCharts || PageAssets.Find("charts/plotly.min.js") is not { } file) return "";
        var script = File.ReadAllText(file).Replace("</script", @"<\/script", StringComparison.OrdinalIgnoreCase);
        return $"<script>\n{script}\n</script>\n";
    }
}
