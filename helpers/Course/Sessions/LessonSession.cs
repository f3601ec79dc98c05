using System.Globalization;
using System.Text.Json.Nodes;
using Course.Lessons;
using Course.Readers;
using Course.Running;
using Jupyter.Documents;
using Jupyter.Intelligence;
using Jupyter.Kernels;
using Jupyter.Messaging;

namespace Course.Sessions;

/// <summary>
/// A lesson at work: its cells, with what the reader has changed, and the kernel that runs them. There is one for each
/// lesson, which every tab shows. Safe to use from any thread; nothing but what returns a task takes long.
/// </summary>
internal sealed class LessonSession : IKernelHolder, IDisposable
{
    private static readonly TimeSpan InterruptPatience = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private readonly SessionOptions _options;
    private readonly Notebook _notebook;
    private readonly (DateTime Written, long Length) _stamp;
    private readonly ChangeSignal _signal;
    private readonly List<SessionCell> _queue = [];
    private readonly Stack<(SessionCell Cell, int Index)> _deleted = new();
    private readonly ReaderNotebook? _reader;
    private OutputRecorder _recorder = new();
    private CancellationTokenSource _epoch = new();
    private Task<KernelLease>? _kernel;
    private SessionCell? _running;
    private bool _pumping;
    private int _tabs;
    private long _lastUsed;
    private bool _disposed;

    /// <summary>A session of a notebook, as it is in its file.</summary>
    /// <exception cref="NotebookFormatException">The file is no notebook.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public LessonSession(string file, SessionOptions options)
    {
        _options = options;
        _signal = new ChangeSignal(() => Changed?.Invoke());
        _lastUsed = options.Time.GetTimestamp();
        File = Path.GetFullPath(file);
        _stamp = Stamp();
        _notebook = Notebook.Read(File);
        Lesson = Lesson.Of(_notebook, File);
        Cells = [.. _notebook.Cells.Zip(Lesson.Cells, (cell, original) => new SessionCell(original, cell, options))];
        _reader = options.Readers?.Open(File);
        if (_reader is null) return;
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
    public SessionState State { get; private set; }

    /// <summary>What the reader should know; <see langword="null"/> for nothing.</summary>
    public SessionNotice? Notice { get; private set; }

    /// <summary>What running code asks the reader; <see langword="null"/> for nothing.</summary>
    public InputQuestion? Question { get; private set; }

    /// <summary>The cell that runs.</summary>
    public SessionCell? Running => _running;

    /// <summary>The cells that wait to be run, the next one first. The list is a new one whenever it changes.</summary>
    public IReadOnlyList<SessionCell> Queue { get; private set; } = [];

    /// <summary>Whether a deleted cell can be had back.</summary>
    public bool CanUndoDelete { get; private set; }

    /// <summary>Whether the reader has changed anything, so that it makes sense to reset the lesson.</summary>
    public bool HasChanges { get; private set; }

    /// <summary>What is kept of the reader: how far they have come. <see langword="null"/> where nothing is kept.</summary>
    public ReaderNotebook? Reader => _reader;

    /// <summary>Whether the notebook's file has changed since it was read, and nobody would miss this session.</summary>
    internal bool IsOutdated => Tabs == 0 && State is SessionState.NoKernel or SessionState.Died && !_pumping && Stamp() != _stamp;

    /// <summary>How many tabs show the lesson.</summary>
    public int Tabs => Volatile.Read(ref _tabs);

    /// <summary>How long the kernel has had nothing to do: nothing was asked of it, and no cell has run.</summary>
    public TimeSpan IdleTime => _running is null ? _options.Time.GetElapsedTime(Interlocked.Read(ref _lastUsed)) : TimeSpan.Zero;

    /// <summary>The cell of the given id, or <see langword="null"/>.</summary>
    public SessionCell? Find(string id) => Cells.FirstOrDefault(cell => cell.Id == id);

    /// <summary>Runs a cell when those before it in the queue have run. A cell that waits or runs already is left as it is.</summary>
    public void Run(SessionCell cell) => Enqueue([cell]);

    /// <summary>Runs all cells from top to bottom, up to the first that fails.</summary>
    public void RunAll() => Enqueue(Cells);

    /// <summary>Runs all cells above one.</summary>
    public void RunAbove(SessionCell cell) => Enqueue(Cells.TakeWhile(other => other != cell));

    /// <summary>Runs a cell and all below it.</summary>
    public void RunFrom(SessionCell cell) => Enqueue(Cells.SkipWhile(other => other != cell));

    /// <summary>Takes a cell out of the queue; nothing where it does not wait.</summary>
    public void Dequeue(SessionCell cell)
    {
        lock (_lock)
        {
            if (!_queue.Remove(cell)) return;
            cell.LeaveQueue();
            QueueChanged();
        }
    }

    /// <summary>
    /// Stops the cell that runs, and empties the queue. Code that cannot be stopped goes on; a notice then says so.
    /// </summary>
    public async Task InterruptAsync()
    {
        Task<KernelLease>? kernel;
        CancellationToken epoch;
        lock (_lock)
        {
            ClearQueue();
            Question?.Withdraw();
            if (_running is null || _kernel is null) return;
            (kernel, epoch) = (_kernel, _epoch.Token);
            SetState(SessionState.Interrupting);
        }

        _ = WarnOfDeafnessAsync(_running, _running.Run, epoch);
        try
        {
            await (await kernel).Process.InterruptAsync(epoch);
        }
        catch (Exception e) when (IsEndOfKernel(e))
        {
            // Nothing runs any more.
        }
    }

    /// <summary>
    /// Ends the kernel with all that it runs, and has a new one started. Sources and outputs stay; the outputs are marked as
    /// those of a kernel that has ended.
    /// </summary>
    /// <returns>Completes when the new kernel is ready, or a notice says why there is none.</returns>
    public async Task RestartAsync()
    {
        LoseKernel(SessionState.NoKernel, notice: null);
        try
        {
            await ConnectAsync();
        }
        catch (Exception e) when (e is KernelException or OperationCanceledException)
        {
            // The notice says why; or another restart has come in between.
        }
    }

    /// <summary>Ends the kernel, for instance to free memory. The next run starts a new one.</summary>
    /// <param name="notice">What the reader is told.</param>
    public void StopKernel(SessionNotice? notice = null) => LoseKernel(SessionState.NoKernel, notice);

    /// <summary>Ends the kernel where no tab shows the lesson and it has had nothing to do for long.</summary>
    /// <param name="limit">How long that is.</param>
    internal void StopIdleKernel(TimeSpan limit)
    {
        lock (_lock)
        {
            if (State != SessionState.Ready || Tabs > 0 || _pumping || IdleTime < limit) return;
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
    public async Task<KernelClient> ConnectAsync(CancellationToken cancellation = default)
    {
        Use();
        return (await EnsureKernel().WaitAsync(cancellation)).Process.Client;
    }

    /// <summary>What an editor asks the kernel. Starts the kernel where there is none.</summary>
    /// <exception cref="KernelException">There is no kernel and none can be started; the session's notice says so too.</exception>
    public async Task<LanguageClient> ConnectLanguageAsync(CancellationToken cancellation = default)
    {
        Use();
        return new LanguageClient((await EnsureKernel().WaitAsync(cancellation)).Process);
    }

    /// <summary>Changes a cell's source.</summary>
    public void Edit(SessionCell cell, string source)
    {
        lock (_lock)
        {
            if (cell.Source == source) return;
            cell.SetSource(source);
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
            Insert(cell, after is null ? 0 : IndexOf(after) + 1);
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
            if (index < 0 || cell == _running) return false;
            Dequeue(cell);
            _deleted.Push((cell, index));
            Cells = [.. Cells.Where(other => other != cell)];
            CellsChanged();
            return true;
        }
    }

    /// <summary>Brings the cell back that was deleted last.</summary>
    /// <returns>The cell, or <see langword="null"/> where none was deleted.</returns>
    public SessionCell? UndoDelete()
    {
        lock (_lock)
        {
            if (!_deleted.TryPop(out var deleted)) return null;
            Insert(deleted.Cell, Math.Min(deleted.Index, Cells.Count));
            return deleted.Cell;
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

    /// <summary>Makes a cell what it is in the lesson, its committed outputs included.</summary>
    public void Reset(SessionCell cell)
    {
        lock (_lock)
        {
            if (cell.IsAdded || cell == _running) return;
            Dequeue(cell);
            cell.Reset();
            Keep();
        }
    }

    /// <summary>Makes the lesson what it is in its file: all changes of the reader are gone. The kernel stays as it is.</summary>
    public void ResetAll()
    {
        lock (_lock)
        {
            ClearQueue();
            var cells = Cells.Concat(_deleted.Select(deleted => deleted.Cell)).ToArray();
            _deleted.Clear();
            foreach (var cell in cells.Where(cell => !cell.IsAdded && cell != _running)) cell.Reset();
            Cells = [.. cells.Where(cell => !cell.IsAdded).OrderBy(cell => cell.Index)];
            CellsChanged();
        }
    }

    /// <summary>Takes the notice away.</summary>
    public void DismissNotice() => SetNotice(null);

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
        lock (_lock)
        {
            if (_disposed) return;
            _disposed = true;
        }

        if (_reader is not null) _reader.ProblemChanged -= ShowReaderProblem;
        LoseKernel(SessionState.NoKernel, notice: null);
        _signal.Dispose();
        foreach (var cell in Cells.Concat(_deleted.Select(deleted => deleted.Cell))) cell.Dispose();
    }

    private (DateTime Written, long Length) Stamp() =>
        new FileInfo(File) is { Exists: true } file ? (file.LastWriteTimeUtc, file.Length) : _stamp;

    private void Use() => Interlocked.Exchange(ref _lastUsed, _options.Time.GetTimestamp());

    private void Enqueue(IEnumerable<SessionCell> cells)
    {
        lock (_lock)
        {
            if (_disposed) return;
            foreach (var cell in cells)
            {
                if (cell.Kind != CellKind.Code || cell == _running || _queue.Contains(cell)) continue;
                if (string.IsNullOrWhiteSpace(cell.Source))
                {
                    cell.ClearOutput();
                    continue;
                }

                _queue.Add(cell);
                cell.EnterQueue();
            }

            QueueChanged();
            if (_pumping || _queue.Count == 0) return;
            _pumping = true;
            _ = PumpAsync(_epoch.Token);
        }
    }

    /// <summary>Runs the queue's cells one after the other until it is empty, or the kernel is gone.</summary>
    private async Task PumpAsync(CancellationToken epoch)
    {
        while (true)
        {
            KernelLease kernel;
            try
            {
                kernel = await EnsureKernel().ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
            }
            catch (Exception e) when (IsEndOfKernel(e))
            {
                StopPump(epoch);
                return;
            }

            SessionCell cell;
            lock (_lock)
            {
                if (epoch.IsCancellationRequested) return;
                if (_queue.Count == 0)
                {
                    _pumping = false;
                    return;
                }

                cell = _queue[0];
                _queue.RemoveAt(0);
                _running = cell;
                _recorder.Clear(cell.Output);
                cell.Begin();
                Notice = null;
                QueueChanged();
                SetState(SessionState.Running);
            }

            _options.Kernels.BeginCell();
            CellState end;
            try
            {
                end = await RunAsync(kernel.Process, cell, epoch);
            }
            finally
            {
                _options.Kernels.EndCell();
            }

            lock (_lock)
            {
                if (epoch.IsCancellationRequested) return;
                Use();
                _running = null;
                Question = null;
                cell.End(end);
                if (end == CellState.Succeeded) _reader?.Run(cell.Id);
                SetState(SessionState.Ready);
                if (end != CellState.Succeeded && !(end == CellState.Failed && cell.MayFail)) ClearQueue();
            }
        }
    }

    private async Task<CellState> RunAsync(KernelProcess kernel, SessionCell cell, CancellationToken epoch)
    {
        var (recorder, run) = (_recorder, cell.Run);
        try
        {
            var reply = await kernel.Client.ExecuteAsync(cell.Source, Record, epoch);
            if (epoch.IsCancellationRequested) return CellState.Stopped;
            if (reply.ExecutionCount is { } count) cell.SetCount(count);
            if (reply.Succeeded) return CellState.Succeeded;
            if (reply.Status == "aborted") return CellState.Stopped;
            if (!cell.Output.View.Items.Any(item => item.Output is ErrorOutput))
                recorder.Add(cell.Output, OutputRecorder.Error(reply.Content));
            return State == SessionState.Interrupting ? CellState.Stopped : CellState.Failed;
        }
        catch (Exception e) when (IsEndOfKernel(e))
        {
            return CellState.Stopped;
        }

        void Record(Message message)
        {
            // What an earlier run of the cell, or an ended kernel, still has to say is not this run's.
            if (epoch.IsCancellationRequested || cell.Run != run) return;
            if (message.Type == "execute_input") cell.SetCount((int?)message.Content["execution_count"]);
            else recorder.Record(cell.Output, message);
        }
    }

    private async Task WarnOfDeafnessAsync(SessionCell cell, int run, CancellationToken epoch)
    {
        try
        {
            await Task.Delay(InterruptPatience, _options.Time, epoch);
        }
        catch (OperationCanceledException)
        {
            return;
        }

        lock (_lock)
        {
            if (_running != cell || cell.Run != run || epoch.IsCancellationRequested) return;
            SetNotice(new SessionNotice(
                NoticeKind.Warning, "The cell does not stop: it is in code that cannot be interrupted. Restart the kernel to end it."));
        }
    }

    /// <summary>Whether an exception says that the kernel has ended, was given up, or could not be started.</summary>
    private static bool IsEndOfKernel(Exception exception) =>
        exception is KernelException or OperationCanceledException or ObjectDisposedException;

    private void StopPump(CancellationToken epoch)
    {
        lock (_lock)
        {
            if (epoch.IsCancellationRequested) return;
            _pumping = false;
            ClearQueue();
        }
    }

    private Task<KernelLease> EnsureKernel()
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_kernel is not null) return _kernel;
            SetState(SessionState.Starting);
            return _kernel = StartKernelAsync(_epoch.Token);
        }
    }

    private async Task<KernelLease> StartKernelAsync(CancellationToken epoch)
    {
        try
        {
            await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
            var kernel = await _options.Kernels.TakeAsync(this, epoch);
            lock (_lock)
            {
                if (epoch.IsCancellationRequested)
                {
                    kernel.Release();
                    epoch.ThrowIfCancellationRequested();
                }

                kernel.Process.Client.Input = (prompt, isPassword) => AskAsync(prompt, isPassword, epoch);
                _ = WatchAsync(kernel.Process, epoch);
                SetState(SessionState.Ready);
            }

            return kernel;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            lock (_lock)
            {
                if (!epoch.IsCancellationRequested)
                {
                    _kernel = null;
                    SetState(SessionState.NoKernel);
                    SetNotice(new SessionNotice(NoticeKind.Error, e.Message));
                }
            }

            if (e is KernelException) throw;
            throw new KernelException(e.Message, e);
        }
    }

    /// <summary>Waits for the end of the kernel, which nobody wanted unless the epoch has ended before.</summary>
    private async Task WatchAsync(KernelProcess kernel, CancellationToken epoch)
    {
        await kernel.Exited.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        var reason = kernel.Client.DisconnectReason?.Message ?? "The kernel ended.";
        lock (_lock)
        {
            if (epoch.IsCancellationRequested) return;
            if (_running is { } cell)
                _recorder.Add(cell.Output, new ErrorOutput("Kernel ended", reason, [$"The kernel ended while this cell ran. {reason}"]));
            LoseKernel(SessionState.Died, new SessionNotice(
                NoticeKind.Error,
                $"{reason}\nWhat the cells had defined is gone; the text and the outputs are kept. Restart to go on."));
        }
    }

    /// <summary>Parts with the kernel, whether it still runs or not; what is still to come of it concerns nobody.</summary>
    private void LoseKernel(SessionState state, SessionNotice? notice)
    {
        lock (_lock)
        {
            var (epoch, kernel) = (_epoch, _kernel);
            _epoch = new CancellationTokenSource();
            _kernel = null;
            _recorder = new OutputRecorder();
            ClearQueue();
            Question?.Withdraw();
            Question = null;
            _running?.End(CellState.Stopped);
            _running = null;
            _pumping = false;
            foreach (var cell in Cells) cell.LoseKernel();
            SetState(state);
            SetNotice(notice);
            _ = epoch.CancelAsync(); // What waits for it goes on elsewhere, not under this lock.
            if (kernel is { IsCompletedSuccessfully: true }) kernel.Result.Release();
        }
    }

    private async Task<string> AskAsync(string prompt, bool isPassword, CancellationToken epoch)
    {
        InputQuestion question;
        OutputRecorder recorder;
        lock (_lock)
        {
            if (epoch.IsCancellationRequested || _running is null) throw new OperationCanceledException();
            question = new InputQuestion(_running, prompt, isPassword);
            recorder = _recorder;
            Question = question;
            _signal.Set();
        }

        try
        {
            var answer = await question.Answered;
            recorder.Record(question.Cell.Output, Echo(prompt + (isPassword ? new string('•', 8) : answer) + "\n"));
            return answer;
        }
        finally
        {
            lock (_lock)
            {
                if (Question == question) Question = null;
                _signal.Set();
            }
        }
    }

    /// <summary>What was asked and answered, as a terminal would keep it.</summary>
    private static Message Echo(string text) => new()
    {
        Header = MessageHeader.Create("stream", "session"),
        Content = new JsonObject { ["name"] = "stdout", ["text"] = text },
    };

    private int IndexOf(SessionCell cell) => Cells.ToList().IndexOf(cell);

    private void Insert(SessionCell cell, int index)
    {
        Cells = [.. Cells.Take(index), cell, .. Cells.Skip(index)];
        CellsChanged();
    }

    private void CellsChanged()
    {
        CanUndoDelete = _deleted.Count > 0;
        Keep();
        _signal.Set();
    }

    /// <summary>Has the reader's changes kept.</summary>
    private void Keep()
    {
        var had = HasChanges;
        var changes = LessonChanges.Of(Cells, _deleted.Select(deleted => deleted.Cell));
        HasChanges = changes.Any;
        if (HasChanges != had) _signal.Set();
        _reader?.Change(changes.PutInto);
    }

    /// <summary>Changes the lesson as the reader had changed it before.</summary>
    private void Restore(ReaderData data)
    {
        var restored = LessonChanges.Apply(data, Cells, _options);
        Cells = restored.Cells;
        foreach (var deleted in restored.Deleted) _deleted.Push(deleted);
        CanUndoDelete = _deleted.Count > 0;
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

    private void ClearQueue()
    {
        foreach (var cell in _queue) cell.LeaveQueue();
        _queue.Clear();
        QueueChanged();
    }

    private void QueueChanged()
    {
        Queue = [.. _queue];
        _signal.Set();
    }

    private void SetState(SessionState state)
    {
        State = state;
        _signal.Set();
    }

    private void SetNotice(SessionNotice? notice)
    {
        Notice = notice;
        _signal.Set();
    }
}
