using System.Threading.Tasks.Sources;
using AsyncProgramming.EventLoops;

namespace AsyncProgramming.Tasking.Waiting;

/// <summary>
/// A waiter with more to remember than one reference can say: the second coroutine of one task to wait at the same time, one
/// that waits for what was begun earlier, or a continuation that is no async method's.
/// </summary>
internal sealed class ParkedCoroutine
{
    private static readonly SendOrPostCallback Run = static parked => ((ParkedCoroutine)parked!).TakeTurn();
    private readonly EventLoop _loop;
    private readonly Action<object?> _continuation;
    private readonly object _state;
    private readonly ExecutionContext? _context;
    private bool _isReady;
    private Resumption _resumption;

    /// <summary>A continuation of unknown kind.</summary>
    public ParkedCoroutine(
        EventLoop loop, Action<object?> continuation, object state, ValueTaskSourceOnCompletedFlags flags)
    {
        _loop = loop;
        _continuation = continuation;
        _state = state;
        Task = loop.CurrentTask;
        if (flags.HasFlag(ValueTaskSourceOnCompletedFlags.FlowExecutionContext)) _context = ExecutionContext.Capture();
    }

    /// <summary>A coroutine.</summary>
    public ParkedCoroutine(
        EventLoop loop, CooperativeTask? task, object coroutine, bool endless, Resumption resumption)
    {
        _loop = loop;
        _continuation = Suspension.Continue;
        _state = coroutine;
        _resumption = resumption;
        Task = task;
        IsEndless = endless;
    }

    public CooperativeTask? Task { get; }

    /// <summary>Whether it counts among the waits of its task that only another task can end.</summary>
    public bool IsEndless { get; }

    /// <summary>Whether it waits no more because its task is being ended. Other continuations than coroutines wait on.</summary>
    public bool IsEnded => Task is { IsEnding: true } && Suspension.IsCoroutine(_continuation);

    public void Wake()
    {
        // As for a task: while it is being ended only that wakes it.
        if (_isReady || (IsEnded && _resumption != Resumption.Ended)) return;
        _isReady = true;
        _loop.Enqueue(Run, this);
    }

    /// <summary>Ends the wait with an exception, unless it has ended.</summary>
    public void End()
    {
        if (_isReady) return;
        _resumption = Resumption.Ended;
        Wake();
    }

    private void TakeTurn()
    {
        if (Task is not null)
        {
            Task.Unpark(this);
            Task.TakeTurn(RunContinuation, this, _resumption);
        }
        else
        {
            _loop.Turns++;
            _loop.Resumption = _resumption;
            RunContinuation(this);
        }
    }

    private static void RunContinuation(object? state)
    {
        var parked = (ParkedCoroutine)state!;
        if (parked._context is null) parked._continuation(parked._state);
        else ExecutionContext.Run(parked._context, static p => ((ParkedCoroutine)p!).Continue(), parked);
    }

    private void Continue() => _continuation(_state);
}
