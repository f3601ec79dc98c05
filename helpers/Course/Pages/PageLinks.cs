namespace Course.Pages;

/// <summary>Where links of a lesson's prose lead on a page, which is not where the notebook is. Compared by value.</summary>
/// <param name="NotebookFolder">The folder that links are relative to.</param>
internal abstract record PageLinks(string NotebookFolder)
{
    /// <summary>In front of the name of a picture that is attached to the cell.</summary>
    private const string Attached = "attachment:";

    protected string NotebookFolder { get; } = Path.GetFullPath(NotebookFolder);

    /// <summary>The pictures that are attached to the cell, by name, as data URIs.</summary>
    public IReadOnlyDictionary<string, string>? Pictures { get; init; }

    /// <summary>The link on the page; <see langword="null"/> where it may lead nowhere.</summary>
    public string? Target(string link)
    {
        if (link.StartsWith('#')) return Here(link);
        if (IsAbsolute(link)) return link;
        var end = link.IndexOfAny(['#', '?']);
        var (path, rest) = end < 0 ? (link, "") : (link[..end], link[end..]);
        return FileOf(path) is not { } file ? null
            : Path.GetExtension(file) == ".ipynb" && Path.GetDirectoryName(file) == NotebookFolder ? ToLesson(Path.GetFileNameWithoutExtension(file), rest)
            : ToFile(file, rest);
    }

    /// <summary>The picture's source on the page; <see langword="null"/> where it cannot be shown.</summary>
    public string? Picture(string link) =>
        link.StartsWith("data:image/", StringComparison.OrdinalIgnoreCase) ? link
        : link.StartsWith(Attached, StringComparison.OrdinalIgnoreCase) ? Pictures?.GetValueOrDefault(Uri.UnescapeDataString(link[Attached.Length..]))
        : !IsAbsolute(link) && FileOf(link.Split('#', '?')[0]) is { } file ? ToPicture(file) : null;

    /// <summary>A link to a place on the same page.</summary>
    /// <param name="fragment">The place, beginning with <c>#</c>.</param>
    protected virtual string? Here(string fragment) => fragment;

    /// <summary>A link to another notebook of the folder.</summary>
    protected abstract string? ToLesson(string name, string rest);

    /// <summary>A link to a file.</summary>
    protected abstract string? ToFile(string file, string rest);

    /// <summary>The source of a picture.</summary>
    protected abstract string? ToPicture(string file);

    /// <summary>A path with everything escaped that could be taken for something else.</summary>
    protected static string Escape(string path) => string.Join('/', path.Replace('\\', '/').Split('/').Select(Uri.EscapeDataString));

    private static bool IsAbsolute(string link) =>
        link.StartsWith("//", StringComparison.Ordinal)
        || (Uri.TryCreate(link, UriKind.Absolute, out var uri) && !(uri.IsFile && !link.StartsWith("file:", StringComparison.OrdinalIgnoreCase)));

    private string? FileOf(string path)
    {
        try
        {
            return Path.GetFullPath(Path.Combine(NotebookFolder, Uri.UnescapeDataString(path)));
        }
        catch (ArgumentException)
        {
            return null; // Characters that no path has.
        }
    }
}
