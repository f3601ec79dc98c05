using System.Diagnostics;
using Jupyter.Documents;

namespace Course.Running;

/// <summary>
/// A notebook and how far its run has come. Written by the run, read at any time by whatever shows it.
/// </summary>
/// <param name="path">The notebook's file.</param>
internal sealed class NotebookRun(string path)
{
    private readonly Stopwatch _clock = new();

    /// <summary>Raised when the run begins, when a cell has begun or ended, and when the run ends.</summary>
    public event Action<NotebookRun>? Changed;

    public string File { get; } = path;

    public string Name { get; } = Path.GetFileNameWithoutExtension(path);

    /// <summary><see langword="null"/> where the file cannot be read.</summary>
    public Notebook? Notebook { get; private set; }

    public IReadOnlyList<Cell> Cells { get; private set; } = [];

    /// <summary>How many cells have been run.</summary>
    public int Done { get; private set; }

    /// <summary>The cell at work; <see langword="null"/> between cells.</summary>
    public Cell? Current { get; private set; }

    public RunState State { get; private set; }

    public TimeSpan Elapsed => _clock.Elapsed;

    public IList<Failure> Failures { get; } = [];

    /// <summary>How many charts the cells have put out.</summary>
    public int Charts => Cells.Sum(cell => cell.Outputs.OfType<DisplayOutput>().Count(IsChart));

    /// <summary>Where the executed notebook was written.</summary>
    public string? Executed { get; set; }

    /// <summary>Where the page was written.</summary>
    public string? Page { get; set; }

    /// <summary>Whether the outputs were written back into the notebook.</summary>
    public bool Saved { get; set; }

    public void Load()
    {
        try
        {
            Notebook = Notebook.Read(File);
            Cells = [.. Notebook.Cells.Where(cell => cell.Kind == CellKind.Code && !string.IsNullOrWhiteSpace(cell.Source))];
        }
        catch (Exception e) when (e is NotebookFormatException or IOException or UnauthorizedAccessException)
        {
            Failures.Add(new Failure(null, null, null, $"cannot be read: {e.Message}"));
            State = RunState.Ended;
        }
    }

    public void Begin() => Set(() =>
    {
        State = RunState.Running;
        _clock.Start();
    });

    public void BeginCell(Cell cell) => Set(() => Current = cell);

    public void EndCell() => Set(() =>
    {
        Current = null;
        Done++;
    });

    public void Fail(Failure failure) => Failures.Add(failure);

    public void End() => Set(() =>
    {
        Current = null;
        _clock.Stop();
        State = RunState.Ended;
    });

    private void Set(Action change)
    {
        change();
        Changed?.Invoke(this);
    }

    private static bool IsChart(DisplayOutput output) =>
        output.Data.Text("text/html")?.Contains("data-chart=", StringComparison.Ordinal) ?? false;
}
