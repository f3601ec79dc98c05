using Course.Lessons;
using Jupyter.Documents;

namespace Course.Sessions;

/// <summary>
/// A cell of a lesson as one reader has it: its source with what the reader has changed, and what came out when it was run.
/// Changed through its <see cref="LessonSession"/> only; read from any thread.
/// </summary>
internal sealed class SessionCell : IDisposable
{
    private readonly TimeProvider _time;
    private readonly Cell? _document;
    private readonly ChangeSignal _signal;
    private long _started;
    private TimeSpan? _elapsed;
    private CellState _before;
    private int _lostKernels;

    /// <summary>A cell of the lesson.</summary>
    /// <param name="original">The cell as it is in the lesson.</param>
    /// <param name="document">The same as it is in the notebook.</param>
    /// <param name="options">What sessions have in common.</param>
    internal SessionCell(LessonCell original, Cell document, SessionOptions options)
        : this(original.Kind, original.Id, options)
    {
        Original = original;
        _document = document;
        Source = original.Source;
        ShowCommitted();
    }

    /// <summary>A cell that the reader adds.</summary>
    internal SessionCell(CellKind kind, string id, SessionOptions options)
    {
        _time = options.Time;
        _signal = new ChangeSignal(() => Changed?.Invoke());
        Id = id;
        Kind = kind;
        Source = "";
        Output = new OutputLog(options.Limits, options.Files, _signal.Set);
    }

    /// <summary>
    /// Raised after anything of the cell has changed, its output included: at once, then at most twenty times a second. On
    /// any thread, one call at a time.
    /// </summary>
    public event Action? Changed;

    /// <summary>Its name, which no other cell of the lesson has; good for an anchor.</summary>
    public string Id { get; }

    /// <summary>What it holds.</summary>
    public CellKind Kind { get; }

    /// <summary>The code or prose as the reader has it.</summary>
    public string Source { get; private set; }

    /// <summary>The cell as it is in the lesson; <see langword="null"/> where the reader has added it.</summary>
    public LessonCell? Original { get; }

    /// <summary>Whether the reader has added it.</summary>
    public bool IsAdded => Original is null;

    /// <summary>Whether the reader has changed its source.</summary>
    public bool IsEdited => Original is not null && Source != Original.Source;

    /// <summary>Whether a reset would change nothing.</summary>
    public bool IsAsInLesson =>
        Original is not null && !IsEdited && (State == CellState.Running || (OutputOrigin == OutputOrigin.Committed && RanSource == Source));

    /// <summary>
    /// The lesson's text that the reader began to change from. Another one than that of <see cref="Original"/> where the
    /// lesson has changed since.
    /// </summary>
    public string? EditedFrom { get; private set; }

    /// <summary>Whether the lesson has changed since the reader changed the cell: a reset would show what is new.</summary>
    public bool IsOriginalNewer => IsEdited && EditedFrom != Original!.Source;

    /// <summary>How far it has come. Always <see cref="CellState.Idle"/> for prose.</summary>
    public CellState State { get; private set; }

    /// <summary>The number of the execution that made the output; of a committed output the one in the file.</summary>
    public int? ExecutionCount { get; private set; }

    /// <summary>When it was last begun in this session.</summary>
    public DateTimeOffset? StartedAt { get; private set; }

    /// <summary>How long it ran, or runs up to now; <see langword="null"/> where it was not run in this session.</summary>
    public TimeSpan? Elapsed => State == CellState.Running ? _time.GetElapsedTime(_started) : _elapsed;

    /// <summary>What it has put out.</summary>
    public OutputLog Output { get; }

    /// <summary>Where that comes from.</summary>
    public OutputOrigin OutputOrigin { get; private set; }

    /// <summary>Whether it shows what somebody else's run of it put out.</summary>
    public bool HasStoredOutput => OutputOrigin == OutputOrigin.Committed && !Output.IsEmpty;

    /// <summary>Whether the source is still what made the output.</summary>
    public bool IsOutputCurrent => RanSource is null || RanSource == Source;

    /// <summary>Whether it may fail: that is what it shows. Those behind it run all the same.</summary>
    public bool MayFail => Original?.MayFail ?? false;

    /// <summary>Its place in the notebook, from 0; one that the reader has added has none.</summary>
    internal int? Index => _document?.Index;

    /// <summary>The source that made the output, or makes it; <see langword="null"/> where that is not known.</summary>
    internal string? RanSource { get; private set; }

    /// <summary>Counts the runs, so that what an earlier one still says is told apart.</summary>
    internal int Run { get; private set; }

    /// <summary>The cell as a notebook keeps it.</summary>
    public Cell ToCell()
    {
        var cell = (_document ?? Cell.Create(Kind, Id, "")).WithSource(Source);
        if (Kind != CellKind.Code) return cell;
        cell.ExecutionCount = ExecutionCount;
        cell.Outputs.Clear();
        foreach (var output in Output.ToOutputs()) cell.Outputs.Add(output);
        return cell;
    }

    internal void SetSource(string source) => SetSource(source, IsEdited ? EditedFrom : Original?.Source);

    internal void SetSource(string source, string? editedFrom) => Set(() =>
    {
        Source = source;
        EditedFrom = editedFrom;
    });

    internal void EnterQueue() => Set(() =>
    {
        _before = State;
        State = CellState.Queued;
    });

    /// <summary>It will not be run: it is what it was before it was to be run.</summary>
    internal void LeaveQueue() => Set(() => State = _before);

    internal void SetCount(int? count) => Set(() => ExecutionCount = count);

    /// <summary>The kernel begins to run it.</summary>
    internal void Begin() => Set(() =>
    {
        State = CellState.Running;
        OutputOrigin = OutputOrigin.Kernel;
        ExecutionCount = null;
        RanSource = Source;
        StartedAt = _time.GetUtcNow();
        _started = _time.GetTimestamp();
        Run++;
    });

    internal void End(CellState state) => Set(() =>
    {
        _elapsed = _time.GetElapsedTime(_started);
        State = state;
    });

    /// <summary>The kernel that made its output is gone.</summary>
    internal void LoseKernel() => Set(() =>
    {
        _lostKernels++;
        if (OutputOrigin == OutputOrigin.Kernel) OutputOrigin = OutputOrigin.EndedKernel;
    });

    /// <summary>Makes a cell of the lesson what it is there. While it runs only its text: the output is of what runs.</summary>
    /// <returns>What it was.</returns>
    internal CellContent Reset()
    {
        var (source, editedFrom) = (Source, EditedFrom);
        var showBefore = State == CellState.Running ? () => { } : ReplaceOutput();
        Set(() => Source = Original!.Source);
        return new CellContent(this, () =>
        {
            if (IsEdited) return;
            SetSource(source, editedFrom);
            showBefore();
        });
    }

    /// <summary>Removes the output.</summary>
    internal void ClearOutput() => Set(() =>
    {
        Run++;
        Output.Clear();
        RanSource = null;
        ExecutionCount = null;
        StartedAt = null;
        _elapsed = null;
        State = CellState.Idle;
    });

    /// <inheritdoc/>
    public void Dispose()
    {
        _signal.Dispose();
        Output.Dispose();
    }

    /// <summary>Shows the output that is in the lesson, and has nothing more said by the run before.</summary>
    /// <returns>Shows what it showed before, unless it was run since.</returns>
    private Action ReplaceOutput()
    {
        var (state, origin, count, ranSource, startedAt, elapsed) = (State, OutputOrigin, ExecutionCount, RanSource, StartedAt, _elapsed);
        var outputs = Output.ToOutputs();
        var lostKernels = _lostKernels;
        var run = ++Run;
        ShowCommitted();
        return () =>
        {
            if (Run != run || State == CellState.Queued) return;
            State = state;
            OutputOrigin = origin == OutputOrigin.Kernel && lostKernels != _lostKernels ? OutputOrigin.EndedKernel : origin;
            (ExecutionCount, RanSource, StartedAt, _elapsed) = (count, ranSource, startedAt, elapsed);
            Output.Load(outputs);
        };
    }

    private void ShowCommitted()
    {
        State = CellState.Idle;
        OutputOrigin = OutputOrigin.Committed;
        ExecutionCount = Original?.ExecutionCount;
        RanSource = Original?.Source;
        StartedAt = null;
        _elapsed = null;
        Output.Load(Original?.Outputs ?? []);
    }

    private void Set(Action change)
    {
        change();
        _signal.Set();
    }
}
