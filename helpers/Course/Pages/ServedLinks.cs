namespace Course.Pages;

/// <summary>Links of a lesson that is served: to other lessons, and to the files that may be seen.</summary>
/// <param name="NotebookFolder">The folder that links are relative to.</param>
/// <param name="Name">The lesson's name.</param>
/// <param name="Files">The files that may be seen.</param>
internal sealed record ServedLinks(string NotebookFolder, string Name, CourseFiles Files) : PageLinks(NotebookFolder)
{
    /// <summary>The path under which files are served, in front of the path that <see cref="CourseFiles"/> gives.</summary>
    public const string FilesPath = "files";

    /// <summary>Pages have a base address, against which even a link to a place on the page itself would be resolved.</summary>
    protected override string Here(string fragment) => ToLesson(Name, fragment);

    protected override string ToLesson(string name, string rest) => $"lessons/{Uri.EscapeDataString(name)}{rest}";

    protected override string? ToFile(string file, string rest) => Files.PathOf(file) is { } path ? $"{FilesPath}/{Escape(path)}{rest}" : null;

    protected override string? ToPicture(string file) => PictureFile.MimeType(file) is null ? null : ToFile(file, "");
}
