namespace Course.Sessions;

/// <summary>The sessions of all lessons that were opened, and which tabs show them. Safe to use from any thread.</summary>
internal sealed class SessionRegistry : IAsyncDisposable
{
    private static readonly TimeSpan IdleInterval = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly SessionOptions _options;
    private readonly Dictionary<string, LessonSession> _sessions = [];
    private readonly ITimer _idle;

    /// <summary>A registry, which owns the pool, the files and the store that its sessions have in common.</summary>
    public SessionRegistry(SessionOptions options)
    {
        _options = options;
        options.Files.RemoveLeftOvers();
        _idle = options.Time.CreateTimer(_ => StopIdleKernels(), null, IdleInterval, IdleInterval);
    }

    /// <summary>The sessions that there are.</summary>
    public IReadOnlyList<LessonSession> Sessions
    {
        get
        {
            lock (_lock) return [.. _sessions.Values];
        }
    }

    /// <summary>
    /// The session of a notebook: the one that there is, or a new one; also where the file has changed and nobody is at work
    /// with the one that there is.
    /// </summary>
    /// <exception cref="Jupyter.Documents.NotebookFormatException">The file is no notebook.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public LessonSession Open(string file)
    {
        var path = Path.GetFullPath(file);
        lock (_lock)
        {
            if (_sessions.TryGetValue(path, out var session) && !session.IsOutdated) return session;
            var renewed = new LessonSession(path, _options);
            session?.Dispose();
            return _sessions[path] = renewed;
        }
    }

    /// <summary>The session of a notebook, for a tab that shows it until it disposes of what it gets.</summary>
    /// <exception cref="Jupyter.Documents.NotebookFormatException">The file is no notebook.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public SessionTab OpenTab(string file)
    {
        lock (_lock) return new SessionTab(Open(file));
    }

    /// <summary>Has a kernel started that the first lesson of a folder takes when it runs something.</summary>
    public void Warm(string folder) => _options.Kernels.Warm(Path.GetFullPath(folder));

    /// <summary>Ends all sessions and their kernels, and removes their temporary files.</summary>
    public async ValueTask DisposeAsync()
    {
        await _idle.DisposeAsync();
        foreach (var session in Sessions) session.Dispose();
        _options.Readers?.Dispose();
        await _options.Kernels.DisposeAsync();
        _options.Files.Dispose();
    }

    private void StopIdleKernels()
    {
        var limit = _options.IsMemoryScarce() ? _options.IdleLimitWhenMemoryIsScarce : _options.IdleLimit;
        foreach (var session in Sessions) session.StopIdleKernel(limit);
    }
}
