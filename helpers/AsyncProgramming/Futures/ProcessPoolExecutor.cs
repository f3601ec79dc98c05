using AsyncProgramming.Futures.Wire;

namespace AsyncProgramming.Futures;

/// <summary>
/// Runs static methods in a limited set of worker processes. Python's <c>ProcessPoolExecutor</c>. Processes share no memory:
/// the method is found again in its assembly's file, its arguments and its result travel as JSON. All members may be called
/// from any thread.
/// </summary>
/// <remarks>
/// <para>
/// <c>Submit</c> throws <see cref="ArgumentException"/>, with what to do instead, where the work cannot be sent: a lambda
/// that captures variables, a method of a notebook's cell, an argument that JSON cannot carry. Several methods of one name
/// are told apart by the arguments: <c>pool.Submit(Counting.Count, 5)</c>.
/// </para>
/// <para>
/// What a worker prints appears on this process's console. An exception arrives as the same type, with a
/// <see cref="RemoteException"/> inside that tells the worker's side of it.
/// </para>
/// <para>
/// A worker that ends unasked breaks the pool: what it was running and everything queued fails with
/// <see cref="BrokenProcessPoolException"/>, and so does every later <c>Submit</c>; what other workers are running still
/// ends there. No call is ever run twice.
/// </para>
/// <para>
/// To look into a worker with a debugger or a profiler, set the environment variable <c>DOTNET_EnableDiagnostics</c> to 1
/// before the pool starts it.
/// </para>
/// <para>
/// Workers end when this process does, however it ends: a worker whose connection breaks kills itself.
/// </para>
/// </remarks>
/// <param name="maxWorkers">The largest number of processes; at least 1.</param>
/// <exception cref="ArgumentOutOfRangeException"><paramref name="maxWorkers"/> is less than 1.</exception>
public sealed class ProcessPoolExecutor(int maxWorkers) : Executor(maxWorkers)
{
    // Sending more ahead than a worker does in a few hundred microseconds gains nothing.
    private const int LargestWindow = 64;
    private const int ShortCallMicroseconds = 500;

    private readonly Lock _gate = new();
    private readonly LinkedList<RemoteCall> _queue = [];
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    // Replaced, not changed, so that it can be read without the lock.
    private WorkerProcess[] _workers = [];
    private long _lastId;
    private bool _shutDown;
    private bool _cancelPending;
    private BrokenProcessPoolException? _broken;

    /// <summary>
    /// Kills every worker process, whatever it runs: the one sure way to stop a call. The pool is broken afterwards.
    /// </summary>
    public void KillWorkers()
    {
        lock (_gate)
        {
            Break(new BrokenProcessPoolException(
                "The pool's workers were killed by KillWorkers. Make a new pool to go on."));
            foreach (var worker in _workers) worker.Kill();
        }
    }

    /// <summary>Sends what can be sent.</summary>
    internal void Dispatch()
    {
        lock (_gate) DispatchUnderLock();
        Flush();
    }

    /// <summary>Takes note that a call has ended.</summary>
    /// <returns>The call, to be given its result.</returns>
    internal RemoteCall? OnAnswered(WorkerProcess worker, FrameHeader header)
    {
        lock (_gate)
        {
            worker.Window = header.Value < ShortCallMicroseconds ? Math.Min(worker.Window * 2, LargestWindow) : 1;
            return worker.Sent.Remove(header.Id, out var call) ? call : null;
        }
    }

    /// <summary>Decides about calls that a worker had not begun and has given back.</summary>
    internal void OnReturned(WorkerProcess worker, long recalled, ReadOnlySpan<long> ids)
    {
        lock (_gate)
        {
            if (recalled == 0) worker.IsRecalling = false;
            // From the last to the first, each before the queue's first: so their order stays.
            for (var i = ids.Length - 1; i >= 0; i--)
            {
                if (!worker.Sent.Remove(ids[i], out var call)) continue;
                if (_broken is not null)
                    call.Fail(_broken);
                else if (_cancelPending || call.CancelledBy is not null)
                    call.Cancel();
                else
                    call.QueueNode = _queue.AddFirst(call);
            }
        }
    }

    internal void OnEnded(WorkerProcess worker, BrokenProcessPoolException end)
    {
        lock (_gate)
        {
            _workers = [.. _workers.Where(other => other != worker)];
            if (!worker.IsFinishing || worker.Sent.Count > 0) Break(end);
            foreach (var call in worker.Sent.Values) call.Fail(end);
            worker.Sent.Clear();
            DispatchUnderLock();
        }

        Flush();
    }

    private protected override Task<TResult> Schedule<TResult>(Call<TResult> call, CancellationToken cancellationToken)
    {
        StartFirstWorker(cancellationToken);
        var method = RemoteMethod.Of(call.Method);
        var item = new RemoteCall<TResult>(method, method.Encode(call.Arguments));
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_shutDown, this);
            if (_broken is not null)
                throw new BrokenProcessPoolException(_broken.Message, _broken.ProcessId, _broken.ExitCode);
            // Under the lock, so that nothing has begun when a token that is cancelled already calls back at once.
            item.Registration = cancellationToken.UnsafeRegister(
                (call, token) => Cancel((RemoteCall)call!, token), item);
            if (item.CancelledBy is not null)
            {
                item.Cancel();
                return item.Task;
            }

            item.Id = ++_lastId;
            item.QueueNode = _queue.AddLast(item);
            DispatchUnderLock();
        }

        Flush();
        return item.Task;
    }

    private protected override Task ShutdownCore(bool cancelPending)
    {
        lock (_gate)
        {
            _shutDown = true;
            if (cancelPending)
            {
                _cancelPending = true;
                foreach (var call in _queue) call.Cancel();
                _queue.Clear();
                foreach (var worker in _workers)
                {
                    if (worker.Sent.Count > 1 && !worker.IsRecalling) worker.RecallAll();
                }
            }

            DispatchUnderLock();
        }

        Flush();
        return _ended.Task;
    }

    private void Cancel(RemoteCall call, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            call.CancelledBy = cancellationToken;
            if (call.QueueNode is { List: not null } node)
            {
                _queue.Remove(node);
                call.Cancel();
                DispatchUnderLock();
            }
            else if (call.Worker is { } worker && worker.Sent.ContainsKey(call.Id))
            {
                worker.Recall(call);
            }
        }

        Flush();
    }

    private void DispatchUnderLock()
    {
        while (_queue.First is { } first && LeastBusyWorker() is { } worker)
        {
            _queue.RemoveFirst();
            worker.Send(first.Value);
        }

        var starting = 0;
        var idle = 0;
        var sent = 0;
        // Calls that wait, here or behind another one in a worker.
        var waiting = _queue.Count;
        foreach (var worker in _workers)
        {
            if (!worker.IsReady) starting++;
            else if (worker.Sent.Count == 0) idle++;
            sent += worker.Sent.Count;
            waiting += Math.Max(0, worker.Sent.Count - 1);
        }

        if (_queue.Count + sent == 0)
            FinishIfShutDown();
        else if (idle > 0)
            RecallFromBusiestWorker();
        else if (waiting > starting)
            StartWorkers(waiting - starting);
    }

    // An idle one first, and otherwise one that may be sent calls ahead.
    private WorkerProcess? LeastBusyWorker()
    {
        WorkerProcess? least = null;
        foreach (var worker in _workers)
        {
            if (worker.IsReady && worker.Sent.Count < worker.Window && (least is null || worker.Sent.Count < least.Sent.Count))
                least = worker;
        }

        return least;
    }

    // Before the call is even looked at: a process takes long to start, and so does the first look. A call that is refused
    // leaves the worker to the next one.
    private void StartFirstWorker(CancellationToken cancellationToken)
    {
        if (_workers.Length > 0) return;
        lock (_gate)
        {
            if (_workers.Length == 0 && !_shutDown && !cancellationToken.IsCancellationRequested) StartWorkers(1);
        }
    }

    private void StartWorkers(int wanted)
    {
        for (; wanted > 0 && _workers.Length < MaxWorkers && _broken is null; wanted--)
        {
            var worker = new WorkerProcess(this);
            _workers = [.. _workers, worker];
            worker.Start();
        }
    }

    // What an idle worker could do now must not wait behind a long call.
    private void RecallFromBusiestWorker()
    {
        WorkerProcess? busiest = null;
        foreach (var worker in _workers)
        {
            if (worker.Sent.Count > 1 && (busiest is null || worker.Sent.Count > busiest.Sent.Count)) busiest = worker;
        }

        if (busiest is { IsRecalling: false }) busiest.RecallAll();
    }

    private void FinishIfShutDown()
    {
        if (!_shutDown) return;
        foreach (var worker in _workers) worker.Finish();
        if (_workers.Length == 0) _ended.TrySetResult();
    }

    private void Break(BrokenProcessPoolException reason)
    {
        if (_broken is not null) return;
        _broken = reason;
        foreach (var call in _queue) call.Fail(reason);
        _queue.Clear();
        foreach (var worker in _workers)
        {
            if (worker.Sent.Count > 1 && !worker.IsRecalling) worker.RecallAll();
            worker.Finish();
        }
    }

    private void Flush()
    {
        foreach (var worker in _workers) worker.Flush();
    }
}
