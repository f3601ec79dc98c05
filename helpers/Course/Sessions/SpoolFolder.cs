namespace Course.Sessions;

/// <summary>
/// A folder of temporary files that is gone when its owner is. What owners that were killed have left behind is removed by
/// the next one: each holds a file open in its folder that nobody else can open meanwhile. Safe to use from any thread.
/// </summary>
/// <param name="parent">Where the folder is made; <see langword="null"/> for the system's folder of temporary files.</param>
internal sealed class SpoolFolder(string? parent = null) : IDisposable
{
    private const string Prefix = "course-output-";
    private const string LockName = "owner";

    private readonly string _parent = parent ?? Path.GetTempPath();
    private readonly Lock _lock = new();
    private string? _path;
    private FileStream? _owner;

    /// <summary>A name for a file that is not there yet.</summary>
    public string NewFile()
    {
        lock (_lock)
        {
            if (_path is null) Create();
            return Path.Combine(_path!, $"{Guid.NewGuid():N}.txt");
        }
    }

    /// <summary>Removes the folders whose owners have ended without removing them.</summary>
    public void RemoveLeftOvers()
    {
        foreach (var folder in Directory.EnumerateDirectories(_parent, Prefix + "*"))
        {
            try
            {
                using (new FileStream(Path.Combine(folder, LockName), FileMode.Open, FileAccess.ReadWrite, FileShare.None))
                {
                    // It can be opened, so nobody owns it.
                }

                Directory.Delete(folder, recursive: true);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Owned, being made, somebody else's, or gone already.
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_lock)
        {
            if (_path is null) return;
            _owner?.Dispose();
            try
            {
                Directory.Delete(_path, recursive: true);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // A download still reads from it: the next owner removes it.
            }

            _path = null;
        }
    }

    private void Create()
    {
        var path = Path.Combine(_parent, Prefix + Guid.NewGuid().ToString("N"));
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(path);
        else Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        _owner = new FileStream(Path.Combine(path, LockName), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);
        _path = path;
    }
}
