using AsyncProgramming.Tasking;
using AsyncProgramming.Tasking.Waiting;

namespace AsyncProgramming.EventLoops;

/// <content>What cooperative tasks, channels and locks need of the loop that they run on.</content>
public sealed partial class EventLoop
{
    private SendOrPostCallback? _runCoroutine;

    /// <summary>The loop that runs on the calling thread, if one does.</summary>
    internal static EventLoop? RunningHere => _runningHere;

    /// <summary>The context of this thread while the loop runs and no cooperative task has its turn.</summary>
    internal SynchronizationContext? Context => _context;

    /// <summary>The cooperative task whose turn it is.</summary>
    internal CooperativeTask? CurrentTask { get; set; }

    /// <summary>How many turns waiting coroutines and cooperative tasks have had.</summary>
    internal long Turns { get; set; }

    /// <summary>What a coroutine that is being resumed will find when it asks for the result of its wait.</summary>
    internal Resumption Resumption { get; set; }

    /// <summary>The coroutines that have yielded.</summary>
    internal YieldLine Yields => field ??= new YieldLine(this);

    /// <summary>How many coroutines wait for a socket.</summary>
    internal int SocketWaits { get; set; }

    /// <summary>Is called when no callback is ready, before the loop sleeps: to make some ready, or to stop the loop.</summary>
    internal Action? Idle { get; set; }

    /// <summary>Whether a callback waits for its time. Known between iterations.</summary>
    internal bool HasTimers => _timers.NextDue < long.MaxValue;

    /// <summary>As <see cref="CallSoon"/>, for the loop's thread, unchecked.</summary>
    internal void Enqueue(SendOrPostCallback function, object argument) =>
        _ready.Enqueue(new Callback(function, argument));

    /// <summary>Gives a waiting coroutine that is no cooperative task's a turn.</summary>
    internal void EnqueueCoroutine(object coroutine) =>
        _ready.Enqueue(new Callback(_runCoroutine ??= RunCoroutine, coroutine));

    /// <summary>Reads <see cref="Resumption"/> and sets it back: it holds for one wait.</summary>
    internal Resumption TakeResumption()
    {
        var resumption = Resumption;
        Resumption = Resumption.None;
        return resumption;
    }

    private void RunCoroutine(object? coroutine)
    {
        Turns++;
        Resumption = Resumption.Woken;
        Suspension.Continue(coroutine);
    }
}
