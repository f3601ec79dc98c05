namespace Course.Pages;

/// <summary>The files that all pages have in common: style sheets, scripts and pictures.</summary>
internal static class PageAssets
{
    private static string Helpers => Path.Combine(Repository.Root, "helpers");

    /// <summary>The file of a name; <see langword="null"/> where there is none.</summary>
    public static string? Find(string name)
    {
        var file = name switch
        {
            // What draws charts comes from the library that makes them.
            "charts/plotly.min.js" => Path.Combine(Helpers, "lib", "plotly", "plotly.min.js"),
            "charts/interactive.js" => Path.Combine(Helpers, "AsyncProgramming", "Charts", "Interactive", "interactive.js"),
            "charts/chart.css" => Path.Combine(Helpers, "AsyncProgramming", "Charts", "chart.css"),
            _ => Path.Combine(Helpers, "Course", "wwwroot", name),
        };
        return File.Exists(file) ? file : null;
    }
}
