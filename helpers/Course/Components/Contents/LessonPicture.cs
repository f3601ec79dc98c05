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

    private static string? Diagram(Lesson lesson, string folder) => lesson.Cells
        .Where(cell => cell.Kind == CellKind.Markdown)
        .SelectMany(cell => Prose.Parse(cell.Source).Descendants<LinkInline>())
        .Where(link => link.IsImage && link.Url is { } url && Path.GetExtension(url) == ".svg" && !url.Contains(':', StringComparison.Ordinal))
        .Select(link => Path.GetFullPath(Path.Combine(folder, Uri.UnescapeDataString(link.Url!))))
        .Where(file => IsWithin(file, folder) || (folder == Repository.Notebooks && IsWithin(file, Path.Combine(Repository.Root, "assets"))))
        .Select(Read)
        .FirstOrDefault(picture => picture is not null);

    private static string? Read(string file) => new FileInfo(file) is { Exists: true, Length: < MostBytes }
        ? $"data:image/svg+xml;base64,{Convert.ToBase64String(File.ReadAllBytes(file))}"
        : null;

    private static bool IsWithin(string file, string folder) => file.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal);
}
