using System.Text;

namespace Course.Pages;

/// <summary>The script that makes charts interactive, which the library's build lays beside its chart renderer.</summary>
internal static class Plotly
{
    public static string File => Path.Combine(Repository.Root, "helpers", "lib", "plotly", "plotly.min.js");

    /// <summary>The script for a page that has charts; without it they stay the pictures that they are.</summary>
    public static string Script(StringBuilder page)
    {
        var text = page.ToString();
        var hasCharts = text.Contains("data-chart=", StringComparison.Ordinal) || text.Contains("plotly-figure", StringComparison.Ordinal);
        if (!hasCharts || !System.IO.File.Exists(File)) return "";
        var script = System.IO.File.ReadAllText(File).Replace("</script", @"<\/script", StringComparison.OrdinalIgnoreCase);
        return $"<script>\n{script}\n</script>\n";
    }
}
