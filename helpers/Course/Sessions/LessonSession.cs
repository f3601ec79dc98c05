using System.Globalization;
using Course.Lessons;
using Course.Readers;
using Jupyter.Documents;
using Jupyter.Intelligence;
using Jupyter.Kernels;

namespace Course.Sessions;

/// <summary>
/// A lesson at work: its cells, with what the reader has changed, and the kernel that runs them. There is one for each
/// lesson, which every tab shows. Safe to use from any thread; nothing but what returns a task takes long.
/// </summary>
internal sealed class LessonSession : IKernelHolder, IDisposable
{
    private readonly Lock _lock = new();
    private readonly SessionOptions _options;
    private readonly Notebook _notebook;
    private readonly FileStamp? _stamp;
    private readonly ChangeSignal _signal;
    private readonly CellRunner _runner;
    private readonly UndoHistory _history = new();
    private readonly ReaderNotebook? _reader;
    private SessionNotice? _notice;
    private SessionNotice? _offer;
    private int _tabs;

    /// <summary>A session of a notebook, as it is in its file.</summary>
    /// <exception cref="NotebookFormatException">The file is no notebook.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public LessonSession(string file, SessionOptions options)
    {
        _options = options;
        _signal = new ChangeSignal(() => Changed?.Invoke());
        File = Path.GetFullPath(file);
        _stamp = FileStamp.Of(File);
        _notebook = Notebook.Read(File);
        Lesson = Lesson.Of(_notebook, File);
        Cells = [.. _notebook.Cells.Zip(Lesson.Cells, (cell, original) => new SessionCell(original, cell, options))];
        _runner = new CellRunner(this, options, _lock, _signal.Set);
        _runner.KernelLost += () =>
        {
            foreach (var cell in AllCells) cell.LoseKernel();
        };
        _reader = options.Readers?.Open(File);
        if (_reader is null) return;
        _runner.Succeeded += cell =>
        {
            if (cell.Original is not null) _reader.Run(cell.Id);
        };
        Restore(_reader.Data);
        _reader.ProblemChanged += ShowReaderProblem;
        ShowReaderProblem();
    }

    /// <summary>
    /// Raised after something other than a cell's own content has changed: the list of cells, the state, the queue, a
    /// question, a notice. At once, then at most twenty times a second; on any thread, one call at a time.
    /// </summary>
    public event Action? Changed;

    /// <summary>The notebook's file, which is never written.</summary>
    public string File { get; }

    /// <summary>The folder that the kernel runs in: the notebook's.</summary>
    public string Folder => Path.GetDirectoryName(File)!;

    /// <summary>The lesson as it is in the file.</summary>
    public Lesson Lesson { get; }

    /// <inheritdoc/>
    string IKernelHolder.Title => Lesson.Title.Text;

    /// <summary>The cells, in order. The list is a new one whenever it changes.</summary>
    public IReadOnlyList<SessionCell> Cells { get; private set; }

    /// <summary>What the kernel is doing.</summary>
    public SessionState State => _runner.State;

    /// <summary>What the reader should know; <see langword="null"/> for nothing.</summary>
    public SessionNotice? Notice => _runner.Notice ?? _notice ?? _offer;

    /// <summary>What running code asks the reader; <see langword="null"/> for nothing.</summary>
    public InputQuestion? Question => _runner.Question;

    /// <summary>The cell that runs.</summary>
    public SessionCell? Running => _runner.Running;

    /// <summary>The cells that wait to be run, the next one first. The list is a new one whenever it changes.</summary>
    public IReadOnlyList<SessionCell> Queue => _runner.Queue;

    /// <summary>What <see cref="Undo"/> would bring back; <see langword="null"/> for nothing.</summary>
    public UndoStep? Undoable { get; private set; }

    /// <summary>Whether the reader has changed anything, so that it makes sense to reset the lesson.</summary>
    public bool HasChanges { get; private set; }

    /// <summary>What is kept of the reader: how far they have come. <see langword="null"/> where nothing is kept.</summary>
    public ReaderNotebook? Reader => _reader;

    /// <summary>Whether the notebook's file has changed since it was read, and nobody would miss this session.</summary>
    internal bool IsOutdated => Tabs == 0 && State is SessionState.NoKernel or SessionState.Died && FileStamp.Of(File) is { } stamp && stamp != _stamp;

    /// <summary>How many tabs show the lesson.</summary>
    public int Tabs => Volatile.Read(ref _tabs);

    /// <summary>How long the kernel has had nothing to do: nothing was asked of it, and no cell has run.</summary>
    public TimeSpan IdleTime => _runner.IdleTime;

    /// <summary>The cell of the given id, or <see langword="null"/>.</summary>
    public SessionCell? Find(string id) => Cells.FirstOrDefault(cell => cell.Id == id);

    /// <summary>Runs a cell when those before it in the queue have run. A cell that waits or runs already is left as it is.</summary>
    public void Run(SessionCell cell)
    {
        // Who runs one cell is at it; who runs all may be anywhere.
        if (cell.Original is { } original) _reader?.Stay(original.Anchor);
        Enqueue([cell]);
    }

    /// <summary>Runs all cells from top to bottom, up to the first that fails.</summary>
    public void RunAll() => Enqueue(Cells);

    /// <summary>Runs all cells above one.</summary>
    public void RunAbove(SessionCell cell) => Enqueue(Cells.TakeWhile(other => other != cell));

    /// <summary>Runs a cell and all below it.</summary>
    public void RunFrom(SessionCell cell) => Enqueue(Cells.SkipWhile(other => other != cell));

    /// <summary>Takes a cell out of the queue; nothing where it does not wait.</summary>
    public void Dequeue(SessionCell cell) => _runner.Dequeue(cell);

    /// <summary>
    /// Stops the cell that runs, and empties the queue. Code that cannot be stopped goes on; a notice then says so.
    /// </summary>
    public Task InterruptAsync() => _runner.InterruptAsync();

    /// <summary>
    /// Ends the kernel with all that it runs, and has a new one started. Sources and outputs stay; the outputs are marked as
    /// those of a kernel that has ended.
    /// </summary>
    /// <returns>Completes when the new kernel is ready, or a notice says why there is none.</returns>
    public async Task RestartAsync()
    {
        StopKernel();
        try
        {
            await ConnectAsync();
        }
        catch (Exception e) when (SessionKernel.IsEnd(e))
        {
            // The notice says why; or another restart has come in between.
        }
    }

    /// <summary>Ends the kernel, for instance to free memory. The next run starts a new one.</summary>
    /// <param name="notice">What the reader is told.</param>
    public void StopKernel(SessionNotice? notice = null) => _runner.LoseKernel(SessionState.NoKernel, notice);

    /// <summary>Ends the kernel where no tab shows the lesson and it has had nothing to do for long.</summary>
    /// <param name="limit">How long that is.</param>
    internal void StopIdleKernel(TimeSpan limit)
    {
        lock (_lock)
        {
            if (State != SessionState.Ready || Tabs > 0 || !_runner.IsIdle || IdleTime < limit) return;
            StopKernel(new SessionNotice(
                NoticeKind.Information,
                string.Create(CultureInfo.InvariantCulture, $"Nothing was run for {limit.TotalMinutes:0} minutes, so the kernel was ended. ")
                + "What the cells had defined is gone; the next run starts a new one."));
        }
    }

    /// <summary>
    /// A client of the kernel, for what is asked of it beside running cells: completion and the like. Starts the kernel where
    /// there is none.
    /// </summary>
    /// <exception cref="KernelException">There is no kernel and none can be started; the session's notice says so too.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled, or the kernel was given up, as by a restart.</exception>
    public async Task<KernelClient> ConnectAsync(CancellationToken cancellation = default) =>
        (await _runner.ConnectAsync().WaitAsync(cancellation)).Client;

    /// <summary>
    /// What the editor of a cell asks the kernel, which is told what is above the cell and has not run. Starts the kernel where
    /// there is none.
    /// </summary>
    /// <exception cref="KernelException">There is no kernel and none can be started; the session's notice says so too.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled, or the kernel was given up, as by a restart.</exception>
    public async Task<LanguageClient> ConnectLanguageAsync(SessionCell cell, CancellationToken cancellation = default)
    {
        var language = new LanguageClient(await _runner.ConnectAsync().WaitAsync(cancellation));
        return language.Below([.. Cells.TakeWhile(other => other != cell)
            .Where(other => other is { Kind: CellKind.Code, OutputOrigin: not OutputOrigin.Kernel })
            .Select(other => other.Source)]);
    }

    /// <summary>Changes a cell's source.</summary>
    public void Edit(SessionCell cell, string source)
    {
        lock (_lock)
        {
            if (cell.Source == source) return;
            cell.SetSource(source);
            TakeOffer();
            Keep();
        }
    }

    /// <summary>Adds an empty cell behind another one.</summary>
    /// <param name="kind">What it will hold.</param>
    /// <param name="after">The cell before it; <see langword="null"/> to add it at the top.</param>
    public SessionCell AddCell(CellKind kind, SessionCell? after)
    {
        lock (_lock)
        {
            var cell = new SessionCell(kind, NewId(), _options);
            TakeOffer();
            Insert(cell, after is null ? 0 : IndexOf(after) + 1);
            CellsChanged();
            return cell;
        }
    }

    /// <summary>Deletes a cell; it can be had back. A cell that runs cannot be deleted.</summary>
    /// <returns>Whether it was deleted.</returns>
    public bool DeleteCell(SessionCell cell)
    {
        lock (_lock)
        {
            var index = IndexOf(cell);
            if (index < 0 || cell == Running) return false;
            Dequeue(cell);
            Cells = [.. Cells.Where(other => other != cell)];
            Remember(new Deletion(cell, index));
            CellsChanged();
            return true;
        }
    }

    /// <summary>
    /// Brings back what was deleted or reset last. What the reader has written in a cell since its reset stays, as does the
    /// output of a run since.
    /// </summary>
    /// <returns>What was undone; <see langword="null"/> where nothing was deleted or reset.</returns>
    public UndoStep? Undo()
    {
        lock (_lock)
        {
            var step = _history.Take();
            switch (step)
            {
                case Deletion deletion: Insert(deletion.Deleted, Math.Min(deletion.Index, Cells.Count)); break;
                case CellReset reset: reset.Before.Restore(); break;
                case LessonReset reset: BringBack(reset); break;
                default: return null;
            }

            CellsChanged();
            return step;
        }
    }

    /// <summary>Moves a cell up or down.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="steps">How far down; up where negative. At an end it stays there.</param>
    public void MoveCell(SessionCell cell, int steps)
    {
        lock (_lock)
        {
            var from = IndexOf(cell);
            if (from < 0) return;
            List<SessionCell> cells = [.. Cells];
            cells.RemoveAt(from);
            cells.Insert(Math.Clamp(from + steps, 0, cells.Count), cell);
            Cells = cells;
            CellsChanged();
        }
    }

    /// <summary>
    /// Makes a cell what it is in the lesson, its committed outputs included, which can be undone. Of a cell that runs only the
    /// text is made so.
    /// </summary>
    public void Reset(SessionCell cell)
    {
        lock (_lock)
        {
            if (cell.IsAdded || cell.IsAsInLesson) return;
            Dequeue(cell);
            Remember(new CellReset(cell.Reset()));
            CellsChanged();
        }
    }

    /// <summary>
    /// Makes the lesson what it is in its file, which can be undone. The kernel stays as it is, and so does what runs: a cell of
    /// the reader's own until it is deleted.
    /// </summary>
    public void ResetAll()
    {
        lock (_lock)
        {
            _runner.ClearQueue();
            var (cells, deleted) = (Cells, _history.Deleted.ToArray());
            var reset = cells.Concat(deleted).Where(cell => !cell.IsAdded).OrderBy(cell => cell.Index).ToList();
            InsertMissing(reset, cells, cell => cell == Running);
            var isRearranged = !reset.SequenceEqual(cells);
            SessionCell[] changed = [.. reset.Where(cell => !cell.IsAdded && !cell.IsAsInLesson)];
            if (changed.Length == 0 && !isRearranged) return;

            _offer = SessionNotice.OfReset(
                changed.Count(cell => cell.IsEdited), cells.Count(cell => cell.IsAdded && cell != Running), deleted.Count(cell => !cell.IsAdded));
            Cells = reset;
            Remember(new LessonReset(cells, [.. changed.Select(cell => cell.Reset())], isRearranged));
            CellsChanged();
        }
    }

    /// <summary>Takes the notice away.</summary>
    public void DismissNotice()
    {
        if (_runner.Notice is not null) _runner.DismissNotice();
        else if (_notice is not null) SetNotice(null);
        else TakeOffer();
    }

    /// <summary>The lesson as a notebook, with the reader's changes and outputs: to be kept as a file.</summary>
    public Notebook ToNotebook() => _notebook.WithCells(Cells.Select(cell => cell.ToCell()));

    /// <summary>An id for a cell that the reader adds.</summary>
    internal static string NewId() => $"added-{Guid.NewGuid():N}"[..18];

    /// <summary>A tab shows the lesson.</summary>
    internal void EnterTab() => Interlocked.Increment(ref _tabs);

    /// <summary>A tab does not show it any more.</summary>
    internal void LeaveTab() => Interlocked.Decrement(ref _tabs);

    /// <summary>Has the kernel ended, for whose end the pool waits, and removes temporary files.</summary>
    public void Dispose()
    {
        if (_reader is not null) _reader.ProblemChanged -= ShowReaderProblem;
        _runner.Close();
        _signal.Dispose();
        lock (_lock)
        {
            foreach (var cell in AllCells) cell.Dispose();
        }
    }

    /// <summary>The cells that are in the lesson, and those that may come back.</summary>
    private IEnumerable<SessionCell> AllCells => Cells.Union(_history.Cells);

    private int IndexOf(SessionCell cell) => Cells.ToList().IndexOf(cell);

    private void Insert(SessionCell cell, int index) => Cells = [.. Cells.Take(index), cell, .. Cells.Skip(index)];

    /// <summary>Inserts cells that are missing, each behind the one that it follows elsewhere.</summary>
    private static void InsertMissing(List<SessionCell> cells, IReadOnlyList<SessionCell> from, Func<SessionCell, bool> isWanted)
    {
        for (var i = 0; i < from.Count; i++)
        {
            if (cells.Contains(from[i]) || !isWanted(from[i])) continue;
            var before = from.Take(i).LastOrDefault(cells.Contains);
            cells.Insert(before is null ? 0 : cells.IndexOf(before) + 1, from[i]);
        }
    }

    private void BringBack(LessonReset reset)
    {
        // A deleted cell that the reader has changed since, or that runs, is not deleted again.
        foreach (var cell in _history.Deleted.Where(cell => cell.IsEdited || cell == Running).ToArray()) _history.Keep(cell);
        foreach (var content in reset.Before) content.Restore();
        var deleted = _history.Deleted.ToHashSet();
        foreach (var cell in deleted) Dequeue(cell);
        var cells = reset.Order.ToList();
        InsertMissing(cells, Cells, cell => !deleted.Contains(cell));
        Cells = cells;
    }

    /// <summary>Holds what can be undone, and lets go of cells that cannot come back any more.</summary>
    private void Remember(UndoStep step)
    {
        foreach (var cell in _history.Add(step).Except(AllCells)) cell.Dispose();
    }

    private void CellsChanged()
    {
        Keep();
        _signal.Set();
    }

    /// <summary>Does not speak of the last reset any more; it can still be undone.</summary>
    private void TakeOffer()
    {
        if (_offer is null) return;
        _offer = null;
        _signal.Set();
    }

    private void Enqueue(IEnumerable<SessionCell> cells)
    {
        TakeOffer();
        _runner.Enqueue(cells);
    }

    /// <summary>Has the reader's changes kept.</summary>
    private void Keep()
    {
        var (had, undoable) = (HasChanges, Undoable);
        var changes = LessonChanges.Of(Cells, _history.Deleted);
        HasChanges = changes.Any;
        Undoable = _history.Next;
        if (HasChanges != had || Undoable != undoable) _signal.Set();
        if (Undoable is not LessonReset) TakeOffer();
        _reader?.Change(changes.PutInto);
    }

    /// <summary>Changes the lesson as the reader had changed it before.</summary>
    private void Restore(ReaderData data)
    {
        var restored = LessonChanges.Apply(data, Cells, _options);
        Cells = restored.Cells;
        foreach (var (cell, index) in restored.Deleted) _history.Add(new Deletion(cell, index));
        Undoable = _history.Next;
        HasChanges = data.HasChanges;
        if (restored.Homeless == 0) return;
        Keep();
        SetNotice(new SessionNotice(
            NoticeKind.Warning,
            $"The lesson has changed: {restored.Homeless} of the cells that you had changed are not in it any more. "
            + "Your text is kept at its end."));
    }

    private void ShowReaderProblem()
    {
        if (_reader!.Problem is { } problem) SetNotice(new SessionNotice(NoticeKind.Warning, problem));
    }

    private void SetNotice(SessionNotice? notice)
    {
        _notice = notice;
        _signal.Set();
    }
}
