using System.Diagnostics;

namespace AsyncProgramming.Futures;

/// <summary>
/// Runs work on a limited set of threads of its own, named <c>worker-1</c>, <c>worker-2</c>, …, in the order in which it was
/// submitted. Python's <c>ThreadPoolExecutor</c>; .NET's own <see cref="ThreadPool"/> is shared by the whole process and
/// grows with demand. All members may be called from any thread.
/// </summary>
/// <remarks>
/// The threads are background threads: they do not keep the process alive. Work sees the <see cref="AsyncLocal{T}"/> values
/// of whoever submitted it.
/// </remarks>
/// <param name="maxWorkers">The largest number of threads; at least 1.</param>
/// <exception cref="ArgumentOutOfRangeException"><paramref name="maxWorkers"/> is less than 1.</exception>
public sealed class ThreadPoolExecutor(int maxWorkers) : Executor(maxWorkers)
{
    private static readonly TimeSpan WakeUpTime = TimeSpan.FromMicroseconds(50);

    // Guards the fields below; a Monitor because idle workers wait on it.
    private readonly object _gate = new();
    private readonly Queue<ThreadWorkItem> _queue = [];
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _idle;
    private int _started;
    private int _alive;
    // Whether one of the idle workers looks out for work without sleeping.
    private bool _watched;
    // Read without the lock by the worker that looks out.
    private volatile bool _hasWork;
    private volatile bool _shutDown;

    private protected override Task<TResult> Schedule<TResult>(Call<TResult> call, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested) return Task.FromCanceled<TResult>(cancellationToken);
        var item = new ThreadWorkItem<TResult>(call, cancellationToken);
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_shutDown, this);
            _queue.Enqueue(item);
            _hasWork = true;
            if (_queue.Count > _idle)
            {
                if (_started < MaxWorkers) StartWorker();
            }
            else if (_queue.Count > 1 || !_watched)
            {
                Monitor.Pulse(_gate);
            }
        }

        return item.Task;
    }

    private protected override Task ShutdownCore(bool cancelPending)
    {
        ThreadWorkItem[] cancelled = [];
        lock (_gate)
        {
            _shutDown = true;
            if (cancelPending)
            {
                cancelled = [.. _queue];
                _queue.Clear();
            }

            if (_alive == 0) _ended.TrySetResult();
            Monitor.PulseAll(_gate);
        }

        foreach (var item in cancelled) item.Cancel(CancellationToken.None);
        return _ended.Task;
    }

    private void StartWorker()
    {
        _started++;
        _alive++;
        // Unsafe: the thread outlives the work that it was started for, so it must not keep that submitter's context.
        new Thread(Work) { Name = $"worker-{_started}", IsBackground = true }.UnsafeStart();
    }

    private void Work()
    {
        while (Next() is { } item) item.Run();
    }

    private ThreadWorkItem? Next()
    {
        lock (_gate)
        {
            ThreadWorkItem? item;
            while (!_queue.TryDequeue(out item))
            {
                if (_shutDown)
                {
                    if (--_alive == 0) _ended.TrySetResult();
                    return null;
                }

                _idle++;
                if (_watched) Monitor.Wait(_gate);
                else LookOut();
                _idle--;
            }

            _hasWork = _queue.Count > 0;
            return item;
        }
    }

    /// <summary>
    /// Waits for work without sleeping, for about as long as falling asleep and being woken takes: so waiting costs at most
    /// twice what is best (A. Karlin and others, 1991), and a caller who waits for each result before the next call wakes
    /// nobody. One worker at a time. Called with the lock, and returns with it.
    /// </summary>
    private void LookOut()
    {
        _watched = true;
        Monitor.Exit(_gate);
        var start = Stopwatch.GetTimestamp();
        var spin = new SpinWait();
        do spin.SpinOnce(sleep1Threshold: -1);
        while (!_hasWork && !_shutDown && Stopwatch.GetElapsedTime(start) < WakeUpTime);
        Monitor.Enter(_gate);
        _watched = false;
        if (!_hasWork && !_shutDown) Monitor.Wait(_gate);
    }
}
