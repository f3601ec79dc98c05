using AsyncProgramming.EventLoops;
using AsyncProgramming.Tasking.Waiting;

namespace AsyncProgramming.Tasking;

/// <content>How a task gets its turns.</content>
public sealed partial class CooperativeTask : INamedCallback
{
    /// <summary>
    /// A task that is being ended is thrown out of its waits. One that begins to wait again and again in spite of that is
    /// left behind after so many times.
    /// </summary>
    private const int MaxEnds = 100;

    private static readonly SendOrPostCallback RunStart = static task => ((CooperativeTask)task!).TakeFirstTurn();
    private static readonly SendOrPostCallback RunCoroutine = static task => ((CooperativeTask)task!).Continue();
    private static readonly Action<object?> RunBody = static task => ((CooperativeTask)task!).CallBody();

    private static readonly Task Cancelled = Task.FromCanceled(new CancellationToken(canceled: true));

    private readonly CooperativeScheduler _scheduler;
    private readonly TaskSynchronizationContext _context;

    // Before the first turn the method, from then on the task that it has returned.
    private Func<Task>? _body;
    private Task? _running;

    private object? _coroutine;
    private object? _place;
    private TaskExtras? _extras;

    // Of the waits that only another task can end: whether the first coroutine's is one, and how many there are.
    private bool _isEndless;
    private int _endlessWaits;

    private byte _ends;
    private bool _isReady = true;
    private bool _isThrownOut;
    private bool _waitsOutside;
    private bool _isWatched;
    private bool _isExiting;
    private bool _completed;

    internal CooperativeTask(CooperativeScheduler scheduler, int id, Func<Task> body, string? name)
    {
        _scheduler = scheduler;
        _context = new TaskSynchronizationContext(scheduler.Loop, this);
        _body = body;
        Id = id;
        Name = name!;
        scheduler.Loop.Enqueue(RunStart, this);
    }

    string INamedCallback.CallbackName => $"Task '{Name}'";

    internal CooperativeScheduler Scheduler => _scheduler;

    private TaskExtras Extras => _extras ??= new TaskExtras();

    /// <summary>The task's place in its scheduler's list.</summary>
    internal int Index { get; set; }

    /// <summary>Whether all tasks are being ended.</summary>
    internal bool IsEnding => _scheduler.IsEnding;

    /// <summary>What the task waits at; says by its <see cref="object.ToString"/> what it does there.</summary>
    internal object? Place => _coroutine is not null || _extras?.Parked.Count > 0 ? _place : null;

    /// <summary>A coroutine of the task begins to wait.</summary>
    /// <returns>The waiter: the task itself, for one coroutine at a time.</returns>
    internal object Suspend(object coroutine, object place, bool endless)
    {
        if (_coroutine is not null) return Park(coroutine, place, endless, Resumption.Woken);
        // Often the same as before, and comparing costs less than to tell the garbage collector of a reference.
        if (_place != place) _place = place;
        _coroutine = coroutine;
        _isEndless = endless;
        if (endless) _endlessWaits++;
        if (IsEnding) End();
        return this;
    }

    /// <summary>A coroutine of the task begins to wait which is not the only one, or not a common one.</summary>
    internal ParkedCoroutine Park(object coroutine, object place, bool endless, Resumption resumption)
    {
        var parked = new ParkedCoroutine(_scheduler.Loop, this, coroutine, endless, resumption);
        Extras.Parked.Add(parked);
        _place = place;
        if (endless) _endlessWaits++;
        if (IsEnding) End();
        return parked;
    }

    /// <summary>What its first coroutine waited for has happened.</summary>
    internal void Wake()
    {
        // While tasks are being ended only End wakes them: what they waited for before comes too late.
        if (_isReady || (IsEnding && !_isThrownOut)) return;
        _isReady = true;
        _scheduler.Loop.Enqueue(RunCoroutine, this);
    }

    internal void Unpark(ParkedCoroutine parked)
    {
        _extras?.Parked.Remove(parked);
        if (parked.IsEndless) _endlessWaits--;
    }

    /// <summary>Throws the task's coroutines out of what they wait at. Those that are ready go on first.</summary>
    internal void End()
    {
        if (IsGivenUp()) return;
        foreach (var parked in _extras?.Parked ?? []) parked.End();
        if (_coroutine is null || _isReady) return;
        _isThrownOut = true;
        Wake();
    }

    /// <summary>Runs something as the task.</summary>
    internal void TakeTurn(Action<object?> continuation, object? state, Resumption resumption)
    {
        BeginTurn(resumption);
        try
        {
            continuation(state);
        }
        finally
        {
            EndTurn();
        }
    }

    /// <summary>Runs what comes back from an <c>await</c> that knows nothing of tasks.</summary>
    internal void TakeTurnFromOutside(Action<object?> continuation, object? state)
    {
        if (!IsEnding || !IsGivenUp()) TakeTurn(continuation, state, Resumption.None);
    }

    private bool IsGivenUp()
    {
        if (_ends == MaxEnds) return true;
        _ends++;
        return false;
    }

    private void BeginTurn(Resumption resumption)
    {
        if (_waitsOutside) _scheduler.CountOutside(_waitsOutside = false);
        var loop = _scheduler.Loop;
        loop.Turns++;
        loop.CurrentTask = this;
        loop.Resumption = resumption;
        SynchronizationContext.SetSynchronizationContext(_context);
    }

    private void EndTurn()
    {
        var loop = _scheduler.Loop;
        loop.CurrentTask = null;
        SynchronizationContext.SetSynchronizationContext(loop.Context);
        if (_running!.IsCompleted) Finish(_running);
        else if (_endlessWaits == 0) WaitOutside();
    }

    private void TakeFirstTurn()
    {
        _isReady = false;
        if (IsEnding) Finish(Cancelled);
        else TakeTurn(RunBody, this, Resumption.None);
    }

    private void CallBody()
    {
        var body = _body!;
        _body = null;
        try
        {
            _running = body() ?? throw new InvalidOperationException($"The method of task '{Name}' has returned no task.");
        }
        catch (Exception e)
        {
            // Not an async method, whose exceptions are all in its task.
            _running = e is OperationCanceledException ? Cancelled : Task.FromException(e);
        }
    }

    private void Continue()
    {
        var coroutine = _coroutine;
        var resumption = _isThrownOut ? Resumption.Ended : Resumption.Woken;
        _coroutine = null;
        _isReady = _isThrownOut = false;
        if (_isEndless) _endlessWaits--;
        // No try: what an async method throws is in its task.
        BeginTurn(resumption);
        Suspension.Continue(coroutine);
        EndTurn();
    }

    /// <summary>The task has ended its turn and does not wait for another one, as far as one can know.</summary>
    private void WaitOutside()
    {
        _scheduler.CountOutside(_waitsOutside = true);
        if (_isWatched || _isReady) return;
        // Its method may end elsewhere than in a turn, so it has to be told.
        _isWatched = true;
        _ = _running!.ContinueWith(
            static (_, task) => ((CooperativeTask)task!).EndOutsideTurn(), this, CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    private void EndOutsideTurn()
    {
        var loop = _scheduler.Loop;
        if (loop.IsOnLoopThread && loop.CurrentTask == this) return;
        loop.Post(new Callback(static task => ((CooperativeTask)task!).TakeTurn(static _ => { }, null, Resumption.None), this));
    }

    private void BeginExit(int status)
    {
        _isExiting = true;
        _scheduler.ExitStatus = status;
    }

    private void Finish(Task running)
    {
        if (_completed) return;
        _completed = true;
        _running = running;
        if (_extras?.Completion is { } completion) Complete(completion);
        while (_extras?.Joiners?.WakeOne() == true) { }
        var failure = _isExiting && running.IsCanceled ? null : running.Exception?.InnerException;
        failure ??= HeldLocks();
        _scheduler.Remove(this, failure);
    }

    private void Complete(TaskCompletionSource completion)
    {
        if (completion.Task.IsCompleted) return;
        if (_isExiting && _running!.IsCanceled) completion.SetResult();
        else completion.SetFromTask(_running!);
    }
}
