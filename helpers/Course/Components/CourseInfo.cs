using Course.Lessons;

namespace Course.Components;

/// <summary>What the pages are called as a whole.</summary>
/// <param name="Title">The course's title, or the name of the folder of notebooks.</param>
/// <param name="Original">The title in Chinese, as the original has it.</param>
/// <param name="Summary">What it is, in a sentence or two.</param>
/// <param name="IsCourse">Whether it is the course, and not some folder of notebooks.</param>
internal sealed record CourseInfo(string Title, string? Original, string Summary, bool IsCourse)
{
    /// <summary>The course itself, or a reader's own folder of notebooks.</summary>
    public static CourseInfo Of(LessonCatalog catalog) => catalog.Folder == Repository.Notebooks
        ? new CourseInfo(
            "Asynchronous programming",
            "异步编程",
            "Every claim is an experiment. Run it, see which thread did what and when, change a number, and run it again.",
            IsCourse: true)
        : new CourseInfo(Path.GetFileName(catalog.Folder) is { Length: > 0 } name ? name : catalog.Folder, null, catalog.Folder, IsCourse: false);
}
