using Course.Pages;
using Microsoft.AspNetCore.StaticFiles;

namespace Course.Serving;

/// <summary>What lessons' pages ask for beside themselves: files that they link to, and frames.</summary>
internal static class ContentEndpoints
{
    /// <summary>Files are shown, not run: not even a page among them.</summary>
    private const string FilePolicy = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; media-src 'self'";

    private static readonly FileExtensionContentTypeProvider Types = new();

    public static void MapContent(this IEndpointRouteBuilder endpoints, CourseFiles files)
    {
        endpoints.MapGet($"/{ServedLinks.FilesPath}/{{**path}}", (string path, HttpContext context) =>
        {
            if (files.Find(path) is not { } file) return Results.NotFound();
            context.Response.Headers.ContentSecurityPolicy = FilePolicy;
            return Results.File(file, TypeOf(file), enableRangeProcessing: true, lastModified: File.GetLastWriteTimeUtc(file));
        });
        endpoints.MapGet("/frames/{name}", (string name, FrameStore frames, HttpContext context) =>
        {
            if (frames.Find(name) is not { } document) return Results.NotFound();
            context.Response.Headers.ContentSecurityPolicy = FrameDocument.Policy;
            return Results.Content(document, "text/html; charset=utf-8");
        });
    }

    /// <summary>What people read, notebooks and code among it, is shown as text; what is not known is downloaded.</summary>
    private static string TypeOf(string file) => Path.GetExtension(file).ToUpperInvariant() switch
    {
        ".CS" or ".CSX" or ".PY" or ".MD" or ".TXT" or ".JSON" or ".IPYNB" or ".JS" or ".CSS" or ".HTML" or ".HTM" or ".XML" or ".CSPROJ" or ".SH"
            => "text/plain; charset=utf-8",
        _ => Types.TryGetContentType(file, out var type) ? type : "application/octet-stream",
    };
}
