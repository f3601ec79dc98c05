using System.Collections.Concurrent;
using Jupyter.Documents;

namespace Course.Lessons;

/// <summary>
/// The lessons of a folder: its notebooks, in the order of their numbers. A notebook is read when it is first asked for, and
/// again when its file has changed. Safe for use from several threads.
/// </summary>
/// <param name="folder">The folder. Folders within it are not looked into.</param>
internal sealed class LessonCatalog(string folder)
{
    private readonly ConcurrentDictionary<string, Reading> _readings = new();

    /// <summary>The folder of the notebooks.</summary>
    public string Folder { get; } = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));

    /// <summary>The lessons of the folder that a user named, or those of the course.</summary>
    /// <param name="folder">The folder; <see langword="null"/> for the course's own.</param>
    /// <exception cref="UsageException">There is no such folder.</exception>
    public static LessonCatalog Open(string? folder)
    {
        var catalog = new LessonCatalog(folder ?? Repository.Notebooks);
        return Directory.Exists(catalog.Folder)
            ? catalog
            : throw new UsageException($"There is no folder {catalog.Folder}: --notebooks takes one with C# notebooks.");
    }

    /// <summary>The lessons as they are in the folder now. One that cannot be read is among them, with its problem.</summary>
    public IReadOnlyList<Lesson> Lessons =>
    [
        .. Files().Select(Read).OrderBy(lesson => lesson.Number ?? int.MaxValue).ThenBy(lesson => lesson.Name, StringComparer.Ordinal),
    ];

    /// <summary>The lesson of a name, <see langword="null"/> where there is none.</summary>
    public Lesson? Find(string name) => Array.Find(Files(), file => Path.GetFileNameWithoutExtension(file) == name) is { } file ? Read(file) : null;

    private string[] Files()
    {
        try
        {
            return Directory.GetFiles(Folder, "*.ipynb");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private Lesson Read(string file)
    {
        var stamp = FileStamp.Of(file);
        var reading = _readings.AddOrUpdate(
            file,
            _ => new Reading(stamp, file),
            (_, known) => known.Stamp == stamp ? known : new Reading(stamp, file));
        return reading.Lesson.Value;
    }

    private sealed record Reading(FileStamp? Stamp, string File)
    {
        public Lazy<Lesson> Lesson { get; } = new(() => ReadFile(File));

        private static Lesson ReadFile(string file)
        {
            try
            {
                return Course.Lessons.Lesson.Of(Notebook.Read(file), file);
            }
            catch (Exception e) when (e is NotebookFormatException or IOException or UnauthorizedAccessException)
            {
                return Broken(e.Message);
            }

            Lesson Broken(string problem) =>
                Course.Lessons.Lesson.Broken(file, $"{Path.GetFileName(file)} cannot be read: {problem.TrimEnd('.')}.");
        }
    }
}
