using System.Net;
using System.Text.Json.Nodes;
using Course.Running;
using Jupyter.Documents;
using Jupyter.Kernels;
using Jupyter.Messaging;

namespace Course.Sessions;

/// <summary>Runs a lesson's cells one after the other, in a kernel that it has started when there is something to run.</summary>
/// <param name="holder">Who the kernel is for.</param>
/// <param name="options">What sessions have in common.</param>
/// <param name="gate">The session's lock, which is held whenever anything here changes.</param>
/// <param name="changed">Called after each change; it must be quick.</param>
internal sealed class CellRunner(IKernelHolder holder, SessionOptions options, Lock gate, Action changed)
{
    private static readonly TimeSpan InterruptPatience = TimeSpan.FromSeconds(5);

    private readonly List<SessionCell> _queue = [];
    private SessionKernel? _kernel;
    private bool _isPumping;
    private bool _isClosed;
    private long _lastUsed = options.Time.GetTimestamp();

    /// <summary>Raised under the lock when a cell has run to its end.</summary>
    public event Action<SessionCell>? Succeeded;

    /// <summary>Raised under the lock when what the cells had defined is gone.</summary>
    public event Action? KernelLost;

    /// <summary>What the kernel is doing.</summary>
    public SessionState State { get; private set; }

    /// <summary>What has become of the kernel, where the reader should know; gone with the next run.</summary>
    public SessionNotice? Notice { get; private set; }

    /// <summary>What running code asks the reader.</summary>
    public InputQuestion? Question { get; private set; }

    /// <summary>The cell that runs.</summary>
    public SessionCell? Running { get; private set; }

    /// <summary>The cells that wait to be run. The list is a new one whenever it changes.</summary>
    public IReadOnlyList<SessionCell> Queue { get; private set; } = [];

    /// <summary>Whether there is nothing to run, and nothing that runs.</summary>
    public bool IsIdle => !_isPumping;

    /// <summary>How long the kernel has had nothing to do.</summary>
    public TimeSpan IdleTime => Running is null ? options.Time.GetElapsedTime(Interlocked.Read(ref _lastUsed)) : TimeSpan.Zero;

    /// <summary>Puts cells into the queue; not those that have nothing to run, wait already, or run.</summary>
    public void Enqueue(IEnumerable<SessionCell> cells)
    {
        lock (gate)
        {
            if (_isClosed) return;
            foreach (var cell in cells)
            {
                if (cell.Kind != CellKind.Code || cell == Running || _queue.Contains(cell)) continue;
                if (string.IsNullOrWhiteSpace(cell.Source))
                {
                    cell.ClearOutput();
                    continue;
                }

                _queue.Add(cell);
                cell.EnterQueue();
            }

            QueueChanged();
            if (_isPumping || _queue.Count == 0) return;
            _isPumping = true;
            _ = PumpAsync(EnsureKernel());
        }
    }

    /// <summary>Takes a cell out of the queue; nothing where it does not wait.</summary>
    public void Dequeue(SessionCell cell)
    {
        lock (gate)
        {
            if (!_queue.Remove(cell)) return;
            cell.LeaveQueue();
            QueueChanged();
        }
    }

    /// <summary>Takes all cells out of the queue.</summary>
    public void ClearQueue()
    {
        lock (gate)
        {
            foreach (var cell in _queue) cell.LeaveQueue();
            _queue.Clear();
            QueueChanged();
        }
    }

    /// <summary>Stops the cell that runs, and empties the queue.</summary>
    public async Task InterruptAsync()
    {
        SessionKernel kernel;
        lock (gate)
        {
            ClearQueue();
            Question?.Withdraw();
            if (Running is null || _kernel is null) return;
            kernel = _kernel;
            SetState(SessionState.Interrupting);
            _ = WarnOfDeafnessAsync(kernel, Running, Running.Run);
        }

        try
        {
            await (await kernel.Started).InterruptAsync(kernel.Ended);
        }
        catch (Exception e) when (SessionKernel.IsEnd(e))
        {
            // Nothing runs any more.
        }
    }

    /// <summary>The kernel, which is started where there is none; not where it has died, which is the reader's to see first.</summary>
    /// <exception cref="KernelException">It has died, or cannot be started; the notice says so too.</exception>
    /// <exception cref="OperationCanceledException">It was given up, as by a restart.</exception>
    public Task<KernelProcess> ConnectAsync()
    {
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(_isClosed, this);
            if (State == SessionState.Died) throw new KernelException("The kernel has died.");
            Interlocked.Exchange(ref _lastUsed, options.Time.GetTimestamp());
            return EnsureKernel().Started;
        }
    }

    /// <summary>Parts with the kernel, with all that it runs and that waits. The next run starts another.</summary>
    /// <param name="state">What becomes of the session.</param>
    /// <param name="notice">What the reader is told.</param>
    public void LoseKernel(SessionState state, SessionNotice? notice)
    {
        lock (gate)
        {
            _kernel?.End();
            _kernel = null;
            ClearQueue();
            Question?.Withdraw();
            Question = null;
            Running?.End(CellState.Stopped);
            Running = null;
            _isPumping = false;
            KernelLost?.Invoke();
            SetState(state);
            SetNotice(notice);
        }
    }

    /// <summary>Takes the notice away.</summary>
    public void DismissNotice()
    {
        lock (gate) SetNotice(null);
    }

    /// <summary>Runs nothing any more.</summary>
    public void Close()
    {
        lock (gate)
        {
            _isClosed = true;
            LoseKernel(SessionState.NoKernel, notice: null);
        }
    }

    /// <summary>Runs the queue's cells one after the other until it is empty, or the kernel is gone.</summary>
    private async Task PumpAsync(SessionKernel kernel)
    {
        KernelProcess process;
        try
        {
            process = await kernel.Started.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        }
        catch (Exception e) when (SessionKernel.IsEnd(e))
        {
            return; // Whoever starts it has emptied the queue.
        }

        process.Client.Input ??= (prompt, isPassword) => AskAsync(kernel, prompt, isPassword);
        while (TakeNext(kernel) is { } cell)
        {
            options.Kernels.BeginCell();
            CellState? end;
            try
            {
                end = await RunAsync(kernel, process, cell);
            }
            finally
            {
                options.Kernels.EndCell();
            }

            if (end is not { } ended) return; // Whoever parts with the kernel ends the cell too, and says why.
            End(kernel, cell, ended);
        }
    }

    private SessionCell? TakeNext(SessionKernel kernel)
    {
        lock (gate)
        {
            if (kernel.HasEnded) return null;
            _isPumping = _queue.Count > 0;
            if (!_isPumping)
            {
                SetState(SessionState.Ready);
                return null;
            }

            var cell = _queue[0];
            _queue.RemoveAt(0);
            kernel.Recorder.Clear(cell.Output);
            cell.Begin();
            Running = cell;
            Notice = null;
            SetState(SessionState.Running);
            QueueChanged();
            return cell;
        }
    }

    private void End(SessionKernel kernel, SessionCell cell, CellState end)
    {
        lock (gate)
        {
            if (kernel.HasEnded) return;
            Interlocked.Exchange(ref _lastUsed, options.Time.GetTimestamp());
            Running = null;
            Question?.Withdraw();
            Question = null;
            cell.End(end);
            if (end == CellState.Succeeded) Succeeded?.Invoke(cell);
            if (end != CellState.Succeeded && !(end == CellState.Failed && cell.MayFail)) ClearQueue();
            changed();
        }
    }

    /// <summary>Runs a cell.</summary>
    /// <returns>How it has ended, <see langword="null"/> if the kernel has.</returns>
    private async Task<CellState?> RunAsync(SessionKernel kernel, KernelProcess process, SessionCell cell)
    {
        var run = cell.Run;
        try
        {
            var reply = await process.Client.ExecuteAsync(cell.RanSource!, Record, kernel.Ended);
            if (reply.ExecutionCount is { } count) cell.SetCount(count);
            if (reply.Succeeded) return CellState.Succeeded;
            if (reply.Status == "aborted") return CellState.Stopped;
            if (!cell.Output.View.Items.Any(item => item.Output is ErrorOutput))
                kernel.Recorder.Add(cell.Output, OutputRecorder.Error(reply.Content));
            return State == SessionState.Interrupting ? CellState.Stopped : CellState.Failed;
        }
        catch (Exception e) when (SessionKernel.IsEnd(e))
        {
            return null;
        }

        void Record(Message message)
        {
            // What an earlier run of the cell, or an ended kernel, still has to say is not this run's.
            if (kernel.HasEnded || cell.Run != run) return;
            if (message.Type == "execute_input") cell.SetCount((int?)message.Content["execution_count"]);
            else kernel.Recorder.Record(cell.Output, message);
        }
    }

    private SessionKernel EnsureKernel()
    {
        if (_kernel is not null) return _kernel;
        _kernel = SessionKernel.Start(options.Kernels, holder);
        SetState(SessionState.Starting);
        _ = WatchAsync(_kernel);
        return _kernel;
    }

    /// <summary>Sees a kernel from its start to its end, which nobody wanted unless it was parted with before.</summary>
    private async Task WatchAsync(SessionKernel kernel)
    {
        KernelProcess process;
        try
        {
            process = await kernel.Started.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        }
        catch (Exception e) when (SessionKernel.IsEnd(e))
        {
            lock (gate)
            {
                if (!kernel.HasEnded) LoseKernel(SessionState.NoKernel, new SessionNotice(NoticeKind.Error, e.Message));
            }

            return;
        }

        lock (gate)
        {
            if (kernel.HasEnded) return;
            if (State == SessionState.Starting) SetState(SessionState.Ready);
        }

        await process.Exited.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        var reason = process.Client.DisconnectReason?.Message ?? "The kernel ended.";
        lock (gate)
        {
            if (kernel.HasEnded) return;
            if (Running is { } cell)
            {
                kernel.Recorder.Add(cell.Output, new ErrorOutput("Kernel ended", reason, ["The kernel ended while this cell ran."]));
                kernel.Recorder.Add(cell.Output, LastWords(reason));
            }

            LoseKernel(SessionState.Died, new SessionNotice(
                NoticeKind.Error,
                "The kernel has ended. What the cells had defined is gone; the text and the outputs are kept. Restart to go on.",
                reason));
        }
    }

    private async Task WarnOfDeafnessAsync(SessionKernel kernel, SessionCell cell, int run)
    {
        try
        {
            await Task.Delay(InterruptPatience, options.Time, kernel.Ended);
        }
        catch (OperationCanceledException)
        {
            return;
        }

        lock (gate)
        {
            if (kernel.HasEnded || Running != cell || cell.Run != run) return;
            SetNotice(new SessionNotice(
                NoticeKind.Warning, "The cell does not stop: it is in code that cannot be interrupted. Restart the kernel to end it."));
        }
    }

    private async Task<string> AskAsync(SessionKernel kernel, string prompt, bool isPassword)
    {
        InputQuestion question;
        lock (gate)
        {
            if (kernel.HasEnded || Running is null) throw new OperationCanceledException();
            question = new InputQuestion(Running, prompt, isPassword);
            Question = question;
            changed();
        }

        try
        {
            var answer = await question.Answered;
            // As a terminal would keep it.
            kernel.Recorder.Write(question.Cell.Output, "stdout", $"{prompt}{(isPassword ? new string('•', 8) : answer)}\n");
            return answer;
        }
        finally
        {
            lock (gate)
            {
                if (Question == question) Question = null;
                changed();
            }
        }
    }

    /// <summary>What a kernel said before it ended, folded: it is long, and of use to few.</summary>
    private static DisplayOutput LastWords(string words) => new(
        MimeBundle.FromJson(new JsonObject
        {
            ["text/plain"] = words,
            ["text/html"] = $"<details><summary>What it said last</summary><pre>{WebUtility.HtmlEncode(words)}</pre></details>",
        }),
        []);

    private void QueueChanged()
    {
        Queue = [.. _queue];
        changed();
    }

    private void SetState(SessionState state)
    {
        State = state;
        changed();
    }

    private void SetNotice(SessionNotice? notice)
    {
        Notice = notice;
        changed();
    }
}
