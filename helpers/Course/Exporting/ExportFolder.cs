namespace Course.Exporting;

/// <summary>
/// The folder of an export. It keeps a list of what was written, so that the next export removes that and nothing else, and
/// never writes into a folder of something else.
/// </summary>
internal sealed class ExportFolder
{
    private const string ListName = ".course-export";

    private readonly SortedSet<string> _written = new(StringComparer.Ordinal);

    private ExportFolder(string path) => Path = path;

    public string Path { get; }

    /// <summary>How many files were written.</summary>
    public int Files => _written.Count;

    /// <summary>How many bytes were written.</summary>
    public long Length { get; private set; }

    /// <summary>The folder, with nothing in it of an earlier export.</summary>
    /// <exception cref="UsageException">It holds something else, or cannot be written to.</exception>
    public static ExportFolder Open(string path)
    {
        var folder = new ExportFolder(System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(path)));
        try
        {
            var list = System.IO.Path.Combine(folder.Path, ListName);
            if (File.Exists(list)) folder.RemoveEarlier(list);
            else if (File.Exists(folder.Path) || (Directory.Exists(folder.Path) && Directory.EnumerateFileSystemEntries(folder.Path).Any()))
                throw new UsageException($"{folder.Path} is not empty and not an earlier export: choose another folder with --out.");
            Directory.CreateDirectory(folder.Path);
            // From here on it is an export, even if it does not get to its end.
            File.WriteAllText(list, "");
            return folder;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{folder.Path} cannot be written to: {e.Message}");
        }
    }

    /// <summary>Whether a file was written.</summary>
    public bool Has(string name) => _written.Contains(name);

    public async Task WriteAsync(string name, string text, CancellationToken cancellation)
    {
        await File.WriteAllTextAsync(Place(name), text, cancellation);
        Length += new FileInfo(Place(name)).Length;
    }

    public void Copy(string file, string name)
    {
        File.Copy(file, Place(name), overwrite: true);
        Length += new FileInfo(file).Length;
    }

    /// <summary>Ends the export.</summary>
    public Task CloseAsync(CancellationToken cancellation) =>
        File.WriteAllLinesAsync(System.IO.Path.Combine(Path, ListName), _written, cancellation);

    private string Place(string name)
    {
        var file = System.IO.Path.Combine(Path, name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(file)!);
        if (_written.Add(name)) File.AppendAllText(System.IO.Path.Combine(Path, ListName), name + "\n");
        return file;
    }

    private void RemoveEarlier(string list)
    {
        foreach (var name in File.ReadLines(list).Where(name => name.Length > 0))
        {
            var file = System.IO.Path.GetFullPath(System.IO.Path.Combine(Path, name));
            if (file.StartsWith(Path + System.IO.Path.DirectorySeparatorChar, StringComparison.Ordinal) && File.Exists(file)) File.Delete(file);
        }

        foreach (var folder in Directory.EnumerateDirectories(Path, "*", SearchOption.AllDirectories).OrderByDescending(folder => folder.Length))
            if (File.ReadLines(list).Any(name => IsIn(name, folder)) && !Directory.EnumerateFileSystemEntries(folder).Any()) Directory.Delete(folder);
    }

    private bool IsIn(string name, string folder) =>
        System.IO.Path.GetFullPath(System.IO.Path.Combine(Path, name)).StartsWith(folder + System.IO.Path.DirectorySeparatorChar, StringComparison.Ordinal);
}
