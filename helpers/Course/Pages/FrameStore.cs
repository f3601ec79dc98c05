namespace Course.Pages;

/// <summary>
/// The documents of the frames that served pages show, each under a name made of its content. Keeps the latest; a page that shows
/// an older one again puts it in again. Safe for use from several threads.
/// </summary>
internal sealed class FrameStore
{
    private const int Limit = 64 * 1024 * 1024;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, string> _documents = [];
    private readonly Queue<string> _names = new();
    private long _length;

    /// <summary>Keeps a document.</summary>
    /// <returns>Its name, for <see cref="Find"/>.</returns>
    public string Add(string document)
    {
        var name = FrameDocument.NameOf(document);
        lock (_lock)
        {
            if (!_documents.TryAdd(name, document)) return name;
            _names.Enqueue(name);
            _length += document.Length;
            while (_length > Limit && _names.Count > 1 && _names.TryDequeue(out var oldest) && _documents.Remove(oldest, out var removed))
                _length -= removed.Length;
        }

        return name;
    }

    /// <summary>The document of a name, <see langword="null"/> where it is not known, or not any more.</summary>
    public string? Find(string name)
    {
        lock (_lock) return _documents.GetValueOrDefault(name);
    }
}
