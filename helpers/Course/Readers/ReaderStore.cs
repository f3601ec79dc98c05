namespace Course.Readers;

/// <summary>
/// What is kept of the reader across restarts, apart from the notebooks, which are never written: changes and progress. Safe
/// to use from any thread.
/// </summary>
/// <param name="folder">Where it is kept.</param>
/// <param name="time">The clock.</param>
internal sealed class ReaderStore(ReaderFolder folder, TimeProvider time) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, ReaderNotebook> _notebooks = [];

    /// <summary>What is kept for a notebook, whether anything is or not.</summary>
    public ReaderNotebook Open(string notebook)
    {
        var path = Path.GetFullPath(notebook);
        lock (_lock)
        {
            if (!_notebooks.TryGetValue(path, out var kept)) _notebooks[path] = kept = new ReaderNotebook(folder, path, time);
            return kept;
        }
    }

    /// <summary>Writes what has not been written.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            foreach (var notebook in _notebooks.Values) notebook.Dispose();
        }
    }
}
