using System.Text;
using Course.Lessons;
using Course.Pages;
using Course.Sessions;

namespace Course.Serving;

/// <summary>What a lesson's page has the browser fetch beside itself: downloads, and the scripts of charts.</summary>
internal static class LessonFiles
{
    private static readonly (string Name, string Type)[] Charts =
    [
        ("charts/interactive.js", "text/javascript; charset=utf-8"),
        ("charts/chart.css", "text/css; charset=utf-8"),
    ];

    private const string Plotly = "charts/plotly.min.js";

    /// <summary>Adds the answers to a server.</summary>
    public static void MapLessonFiles(this IEndpointRouteBuilder server)
    {
        server.MapGet("/lessons/{name}/notebook", Notebook);
        server.MapGet("/lessons/{name}/cells/{id}/output", CellOutput);
        foreach (var (name, type) in Charts)
            server.MapGet("/" + name, () => PageAssets.Find(name) is { } file ? Results.File(file, type, lastModified: File.GetLastWriteTimeUtc(file)) : Results.NotFound());
        server.MapGet("/" + Plotly, () => PageAssets.Find(Plotly) is { } file
            ? Results.File(WithoutModules(file), "text/javascript; charset=utf-8", lastModified: File.GetLastWriteTimeUtc(file))
            : Results.NotFound());
    }

    /// <summary>The editor brings a module loader, which would keep a library for itself that is loaded later.</summary>
    private static byte[] WithoutModules(string script) => [.. "(define=>{"u8, .. File.ReadAllBytes(script), .. "\n})()"u8];

    /// <summary>The notebook with the reader's changes and outputs.</summary>
    private static IResult Notebook(string name, LessonCatalog catalog, SessionRegistry sessions) =>
        SessionOf(name, catalog, sessions) is not { } session ? Results.NotFound() : Results.File(
            Encoding.UTF8.GetBytes(session.ToNotebook().ToJson()), "application/x-ipynb+json", $"{name}.ipynb");

    /// <summary>All text that a cell has put out, as far as it is kept.</summary>
    private static IResult CellOutput(string name, string id, LessonCatalog catalog, SessionRegistry sessions) =>
        SessionOf(name, catalog, sessions)?.Find(id) is not { } cell ? Results.NotFound() : Results.Stream(
            cell.Output.OpenText(), "text/plain; charset=utf-8", $"{name}-{id}.txt");

    private static LessonSession? SessionOf(string name, LessonCatalog catalog, SessionRegistry sessions) =>
        catalog.Find(name) is { Problem: null } lesson ? sessions.Open(lesson.File) : null;
}
