using Course.Components;
using Course.Lessons;
using Course.Pages;
using Microsoft.AspNetCore.Components;

namespace Course.Exporting;

/// <summary>Pages that are files: links are relative, from the page that is made. Remembers what pages ask for beside themselves.</summary>
/// <param name="files">The files that pages may show.</param>
/// <param name="isLesson">Whether the page is a lesson's, in the folder of lessons, and not the contents.</param>
internal sealed class StaticSite(CourseFiles files, bool isLesson) : Site
{
    /// <summary>The folder of what all pages have in common.</summary>
    public const string AssetFolder = "course";

    /// <summary>Pictures and other files that prose shows or links to, by the names that they have in the export.</summary>
    private readonly SortedDictionary<string, string> _linked = new(StringComparer.Ordinal);

    private readonly SortedSet<string> _assets = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, string> _frames = new(StringComparer.Ordinal);

    public override bool IsServed => false;

    public override IComponentRenderMode? Mode => null;

    /// <summary>As of the served pages. Some browsers do not take files for <c>'self'</c> that are opened from disk.</summary>
    public override string Policy =>
        "default-src 'none'; script-src 'self' file:; style-src 'self' file: 'unsafe-inline'; img-src 'self' file: data: blob:; font-src data:; "
        + "frame-src 'self' file:; base-uri 'none'; form-action 'none'";

    public override string Contents => Top + "index.html";

    /// <summary>Styles, scripts and pictures that were asked for.</summary>
    public IEnumerable<string> Assets => _assets;

    /// <summary>Documents of frames, by name.</summary>
    public IEnumerable<KeyValuePair<string, string>> Frames => _frames;

    /// <summary>Files that were asked for, by the names that they have in the export.</summary>
    public IEnumerable<KeyValuePair<string, string>> Linked => _linked;

    private string Top => isLesson ? "../" : "";

    public override string Asset(string path)
    {
        _assets.Add(path);
        return $"{Top}{AssetFolder}/{path}";
    }

    public override PageLinks Links(Lesson lesson) => new StaticLinks(Path.GetDirectoryName(lesson.File)!, this);

    public override string Frame(string document)
    {
        var name = $"frames/{FrameDocument.NameOf(document)}.html";
        _frames[name] = document;
        return Top + name;
    }

    protected override string LessonPage(string name) => (isLesson ? "" : "lessons/") + name + ".html";

    private sealed record StaticLinks(string NotebookFolder, StaticSite Site) : PageLinks(NotebookFolder)
    {
        protected override string ToLesson(string name, string rest) => Site.LessonPage(Uri.EscapeDataString(name)) + rest;

        protected override string? ToFile(string file, string rest)
        {
            if (Site.Allowed(file) is not { } path) return null;
            Site._linked[path] = file;
            return Site.Top + Escape(path) + rest;
        }

        protected override string? ToPicture(string file) => PictureFile.MimeType(file) is null ? null : ToFile(file, "");
    }

    private string? Allowed(string file) => files.PathOf(file) is { } path ? "files/" + path : null;
}
