using Course.Lessons;
using Course.Pages;
using Jupyter.Documents;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Course.Components.Contents;

/// <summary>The picture by which one knows a lesson again: its first diagram; where it has none, the first chart that is stored in it.</summary>
internal static class LessonPicture
{
    private const int MostBytes = 100_000;

    /// <summary>The picture as a data URI; <see langword="null"/> where the lesson has neither.</summary>
    public static string? Find(Lesson lesson, string folder) => Diagram(lesson, folder) ?? Chart(lesson);

    private static string? Chart(Lesson lesson) => lesson.Cells
        .SelectMany(cell => cell.Outputs)
        .OfType<DisplayOutput>()
        .Select(output => output.Data.Text("text/html") is { } html ? SvgPicture.OfChart(html) : null)
        .FirstOrDefault(chart => chart is { Length: < MostBytes }) is { } chart ? SvgPicture.ToDataUri(chart) : null;

    private static string? Diagram(Lesson lesson, string folder)
    {
        var links = new Embedded(folder, CourseFiles.Of(folder));
        return lesson.Cells
            .Where(cell => cell.Kind == CellKind.Markdown)
            .SelectMany(cell => Prose.Parse(cell.Source).Descendants<LinkInline>())
            .Where(link => link.IsImage && Path.GetExtension(link.Url) == ".svg")
            .Select(link => links.Picture(link.Url!))
            .FirstOrDefault(picture => picture is not null);
    }

    /// <summary>Small pictures, which become part of the page; nothing else is asked for.</summary>
    private sealed record Embedded(string NotebookFolder, CourseFiles Files) : PageLinks(NotebookFolder)
    {
        protected override string? ToLesson(string name, string rest) => null;

        protected override string? ToFile(string file, string rest) => null;

        protected override string? ToPicture(string file) =>
            Files.PathOf(file) is not null && new FileInfo(file) is { Exists: true, Length: < MostBytes } ? PictureFile.ToDataUri(file) : null;
    }
}
