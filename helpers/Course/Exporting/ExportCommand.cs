using Course.Lessons;

namespace Course.Exporting;

/// <summary>The verb <c>export</c>: writes the course as pages that need no server, with the outputs that its notebooks have.</summary>
internal static class ExportCommand
{
    private const int Failed = 1;

    public static async Task<int> ExecuteAsync(ExportOptions options, CancellationToken cancellation)
    {
        var catalog = LessonCatalog.Open(options.Notebooks);
        var lessons = catalog.Lessons;
        if (lessons.Count == 0) throw new UsageException($"There are no notebooks in {catalog.Folder}.");

        var folder = ExportFolder.Open(options.Out);
        await new Exporter(catalog, folder).WriteAsync(cancellation);
        foreach (var lesson in lessons)
            if (lesson.Problem is { } problem) await Console.Error.WriteLineAsync(problem);
        Console.WriteLine($"{lessons.Count} lessons, {folder.Files} files, {folder.Length / 1e6:0.0} MB. Open {Path.Combine(folder.Path, "index.html")}");
        return lessons.Any(lesson => lesson.Problem is not null) ? Failed : 0;
    }
}
