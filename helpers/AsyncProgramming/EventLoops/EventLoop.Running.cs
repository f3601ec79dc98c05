namespace AsyncProgramming.EventLoops;

/// <content>How the loop runs.</content>
public sealed partial class EventLoop
{
    [ThreadStatic]
    private static EventLoop? _runningHere;

    private LoopSynchronizationContext? _context;
    private bool _stopping;

    /// <summary>
    /// Makes a loop, runs <paramref name="main"/> on it until the task that it returns is complete, and closes the loop.
    /// </summary>
    /// <param name="main">The coroutine: an async method or lambda. A failure of it is thrown here.</param>
    /// <param name="debug">Whether the loop is in <see cref="Debug"/> mode.</param>
    public static void Run(Func<Task> main, bool debug = false)
    {
        using var loop = new EventLoop { Debug = debug };
        loop.RunUntilComplete(main);
    }

    /// <inheritdoc cref="Run(Func{Task}, bool)"/>
    /// <typeparam name="T">The type of the result.</typeparam>
    /// <returns>The task's result.</returns>
    public static T Run<T>(Func<Task<T>> main, bool debug = false)
    {
        using var loop = new EventLoop { Debug = debug };
        return loop.RunUntilComplete(main);
    }

    /// <summary>Runs callbacks on the calling thread until one calls <see cref="Stop"/>. Can be called again then.</summary>
    /// <exception cref="InvalidOperationException">
    /// The loop is running already, or another loop runs on this thread.
    /// </exception>
    public void RunForever()
    {
        CheckCanRun();
        var running = Interlocked.CompareExchange(ref _threadId, Environment.CurrentManagedThreadId, NoThread);
        if (running != NoThread) throw RunningAlready(running);
        var outerContext = SynchronizationContext.Current;
        _runningHere = this;
        SynchronizationContext.SetSynchronizationContext(_context ??= new LoopSynchronizationContext(this));
        try
        {
            // The delays from before the run have begun already, when they were asked for.
            _timers.Settle(start: 0);
            do RunIteration();
            while (!_stopping);
        }
        finally
        {
            // Matters after an exception only: a handler's own, or the interruption of this thread.
            BeginDelays();
            _stopping = false;
            SynchronizationContext.SetSynchronizationContext(outerContext);
            _runningHere = null;
            _threadId = NoThread;
        }
    }

    /// <summary>
    /// Runs <paramref name="main"/> on the loop, and the loop until the task that it returns is complete.
    /// </summary>
    /// <param name="main">The coroutine: an async method or lambda. A failure of it is thrown here.</param>
    /// <exception cref="InvalidOperationException">
    /// As <see cref="RunForever"/>; or the loop was stopped before the task was complete.
    /// </exception>
    public void RunUntilComplete(Func<Task> main)
    {
        CheckCanRun();
        RunUntilComplete(CreateTask(main));
    }

    /// <inheritdoc cref="RunUntilComplete(Func{Task})"/>
    /// <typeparam name="T">The type of the result.</typeparam>
    /// <returns>The task's result.</returns>
    public T RunUntilComplete<T>(Func<Task<T>> main)
    {
        CheckCanRun();
        var task = CreateTask(main);
        RunUntilComplete(task);
        return task.Result;
    }

    /// <summary>Whether the loop's thread is in a callback; known in debug mode only.</summary>
    internal bool IsInCallback { get; private set; }

    /// <summary>Whether there is something that the loop's thread could run if it were not in a callback.</summary>
    internal bool IsWaitedFor =>
        !_ready.IsEmpty || !_inbox.IsEmpty || _timers.HasNew || _timers.NextDue <= _clock.Now;

    internal EventLoopDeadlockException Deadlock() => new(
        $"For {DeadlockTimeout.TotalSeconds:0.###} s a callback has blocked the event loop's own thread in a wait without a "
        + "time limit, while other callbacks waited for this thread. If the wait is for one of them, it can never end. Use "
        + $"await instead of .Result or .Wait(), or block another thread with {nameof(RunInExecutor)}.");

    private void RunUntilComplete(Task task)
    {
        var waiting = true;
        // Synchronously: a task that completes on the loop ends the run with the current iteration.
        _ = task.ContinueWith(
            _ => StopFromAnyThread(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
        try
        {
            RunForever();
        }
        finally
        {
            Volatile.Write(ref waiting, false);
        }

        if (!task.IsCompleted)
            throw new InvalidOperationException("The event loop was stopped before its main task was complete.");
        task.GetAwaiter().GetResult();

        void StopFromAnyThread()
        {
            if (IsOnLoopThread) StopWaiting();
            else Post(new Callback(StopWaiting));
        }

        void StopWaiting()
        {
            if (Volatile.Read(ref waiting)) Stop();
        }
    }

    private void RunIteration()
    {
        Iterations++;
        _inbox.MoveTo(_ready);
        if (_ready.IsEmpty && !_stopping) Idle?.Invoke();
        if (_ready.IsEmpty && !_stopping)
        {
            _inbox.Wait(_timers.NextDue);
            _inbox.MoveTo(_ready);
        }

        TakeDueTimers();
        RunReady(_ready.Tail);
        BeginDelays();
    }

    /// <summary>
    /// A timer that is due takes with it those due within the clock's resolution. None runs because of the resolution alone,
    /// so a chain of timers never gains time.
    /// </summary>
    private void TakeDueTimers()
    {
        if (_timers.NextDue == long.MaxValue || _clock.Now is var now && _timers.NextDue > now) return;
        _timers.MoveDueTo(_ready, LoopClock.Add(now, LoopClock.Resolution));
    }

    /// <summary>Runs the callbacks before a ticket. A failing one costs its own turn only.</summary>
    private void RunReady(long end)
    {
        Callback callback = default;
        while (_ready.Head < end)
        {
            // Outside the inner loop, as entering a try block for each callback would cost as much as a short one.
            try
            {
                while (_ready.Head < end)
                {
                    callback = _ready.Dequeue().Resolve();
                    if (Debug) InvokeWatched(callback);
                    else callback.Invoke();
                }
            }
            catch (Exception e) when (e is not ThreadInterruptedException)
            {
                // An interruption is meant for whoever runs the loop. All else is the callback's own affair.
                ExceptionHandler(new EventLoopProblem($"{callback} has failed: {e.Message}", e));
            }
        }
    }

    private void InvokeWatched(Callback callback)
    {
        var start = _clock.Now;
        IsInCallback = true;
        try
        {
            callback.Invoke();
        }
        finally
        {
            IsInCallback = false;
            if (new TimeSpan(_clock.Now - start) is var elapsed && elapsed >= SlowCallbackDuration)
                ExceptionHandler(new EventLoopProblem($"{callback} held up the event loop for {elapsed.TotalSeconds:0.000} s."));
        }
    }

    private void BeginDelays()
    {
        if (_timers.HasNew) _timers.Settle(_clock.Now);
    }

    private void CheckCanRun()
    {
        CheckOpen();
        if (_runningHere is { } other && other != this)
            throw new InvalidOperationException("Another event loop runs on this thread, and a thread can run only one.");
        if (_threadId is var running && running != NoThread) throw RunningAlready(running);
    }

    private static InvalidOperationException RunningAlready(int thread) =>
        new($"The event loop is running already, on thread {thread}.");
}
