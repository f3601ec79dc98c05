using Course.Exporting;
using Course.Lessons;

namespace Course.Tests.Exporting;

/// <summary>The course, exported once for all tests of a class.</summary>
public sealed class Export : IAsyncLifetime
{
    private readonly NotebookFolder _folder = new();

    public string Folder => _folder.Output;

    public string Index => Path.Combine(Folder, "index.html");

    public async ValueTask InitializeAsync() =>
        await WriteAsync(Repository.Notebooks, Folder);

    public string Lesson(string name) => Path.Combine(Folder, "lessons", name + ".html");

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    public static Task WriteAsync(string notebooks, string folder) =>
        new Exporter(new LessonCatalog(notebooks), ExportFolder.Open(folder)).WriteAsync(TestContext.Current.CancellationToken);
}
