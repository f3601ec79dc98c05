using System.Threading.Tasks.Sources;
using AsyncProgramming.EventLoops;

namespace AsyncProgramming.Tasking.Waiting;

/// <summary>
/// A waiter with more to remember than one reference can say: the second coroutine of one task to wait at the same time, or
/// a continuation that is no async method's.
/// </summary>
internal sealed class ParkedCoroutine
{
    private static readonly SendOrPostCallback Run = static parked => ((ParkedCoroutine)parked!).TakeTurn();
    private readonly EventLoop _loop;
    private readonly Action<object?> _continuation;
    private readonly object _state;
    private readonly ExecutionContext? _context;
    private bool _isReady;
    private Resumption _resumption = Resumption.Woken;

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

    /// <summary>A coroutine of a task.</summary>
    public ParkedCoroutine(EventLoop loop, CooperativeTask task, object coroutine, bool endless)
    {
        _loop = loop;
        _continuation = Suspension.Continue;
        _state = coroutine;
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
        var resumption = Resumption.None;
        if (Suspension.IsCoroutine(_continuation))
        {
            resumption = _resumption;
            Task?.Unpark(this);
        }

        if (Task is not null) Task.TakeTurn(RunContinuation, this, resumption);
        else
        {
            _loop.Turns++;
            _loop.Resumption = resumption;
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
