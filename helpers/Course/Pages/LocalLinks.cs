namespace Course.Pages;

/// <summary>
/// Makes a page stand alone: pictures beside the notebook become part of it, links to other notebooks lead to their pages,
/// links to other files lead there from where the page is.
/// </summary>
/// <param name="NotebookFolder">The folder that links are relative to.</param>
/// <param name="PageFolder">The folder of the page.</param>
internal sealed record LocalLinks(string NotebookFolder, string PageFolder) : PageLinks(NotebookFolder)
{
    protected override string ToLesson(string name, string rest) => Uri.EscapeDataString(name + ".html") + rest;

    protected override string ToFile(string file, string rest) => Escape(Path.GetRelativePath(PageFolder, file)) + rest;

    protected override string? ToPicture(string file) => PictureFile.ToDataUri(file);
}
