namespace Course.Readers;

/// <summary>
/// What is kept of the reader for one notebook. A change is written soon, together with those that follow it; at once when it
/// is disposed of. Safe to use from any thread.
/// </summary>
internal sealed class ReaderNotebook : IDisposable
{
    /// <summary>How long a change may wait to be written: what a crash can cost.</summary>
    public static readonly TimeSpan WriteDelay = TimeSpan.FromMilliseconds(500);

    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private readonly Lock _writing = new();
    private readonly ReaderFolder _folder;
    private readonly string _notebook;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;

    // What this server has written; there may be more in the file, of another one.
    private ReaderData _written;
    private bool _isDue;

    public ReaderNotebook(ReaderFolder folder, string notebook, TimeProvider time)
    {
        (_folder, _notebook, _time) = (folder, notebook, time);
        _timer = time.CreateTimer(_ => Write(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        try
        {
            _written = folder.Read(notebook, out var problem);
            Problem = problem;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _written = new ReaderData { Notebook = notebook };
            Problem = $"Your changes are not kept: {e.Message}";
        }

        Data = _written;
    }

    /// <summary>Raised on any thread when there is a new problem, or none any more.</summary>
    public event Action? ProblemChanged;

    /// <summary>The data as it is now, written or not.</summary>
    public ReaderData Data { get; private set; }

    /// <summary>What the reader should know: changes that could not be read or written. <see langword="null"/> for nothing.</summary>
    public string? Problem { get; private set; }

    /// <summary>Changes the data.</summary>
    public void Change(Func<ReaderData, ReaderData> change)
    {
        lock (_lock)
        {
            Data = change(Data);
            if (_isDue) return;
            _isDue = true;
            _timer.Change(WriteDelay, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>The reader has run a cell to its end.</summary>
    public void Run(string cell)
    {
        if (!Data.Ran.Contains(cell)) Change(data => data with { Ran = data.Ran.Add(cell) });
    }

    /// <summary>The reader has come to a heading.</summary>
    public void Visit(string heading)
    {
        if (!Data.Visited.Contains(heading)) Change(data => data with { Visited = data.Visited.Add(heading) });
    }

    /// <summary>The reader is at an anchor.</summary>
    public void Stay(string place)
    {
        if (Data.Place != place) Change(data => data with { Place = place, PlacedAt = _time.GetUtcNow() });
    }

    /// <summary>Writes what has not been written.</summary>
    public void Dispose()
    {
        _timer.Dispose();
        Write();
    }

    private void Write()
    {
        lock (_writing)
        {
            ReaderData data;
            lock (_lock)
            {
                if (!_isDue) return;
                _isDue = false;
                data = Data;
            }

            try
            {
                _folder.Write(_notebook, _written, data, out var problem);
                _written = data;
                SetProblem(problem);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                lock (_lock)
                {
                    _isDue = true;
                    _timer.Change(RetryDelay, Timeout.InfiniteTimeSpan);
                }

                SetProblem($"Your changes could not be kept, which will be tried again: {e.Message}");
            }
        }
    }

    private void SetProblem(string? problem)
    {
        if (problem == Problem) return;
        Problem = problem;
        ProblemChanged?.Invoke();
    }
}
