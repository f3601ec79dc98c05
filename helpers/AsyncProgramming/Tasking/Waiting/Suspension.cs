using System.Threading.Tasks.Sources;
using AsyncProgramming.EventLoops;

namespace AsyncProgramming.Tasking.Waiting;

/// <summary>
/// Suspends coroutines and wakes them. A <em>waiter</em>, what a primitive keeps in its queue, is one reference: to the
/// coroutine's own state machine where it is a plain coroutine on an event loop, to the <see cref="CooperativeTask"/> where
/// it runs in one, and to a <see cref="ParkedCoroutine"/> in the rare other cases.
/// </summary>
/// <remarks>
/// The compiler hands an awaited <see cref="IValueTaskSource"/> a static delegate and the state machine's box; so suspending
/// allocates nothing.
/// </remarks>
internal static class Suspension
{
    /// <summary>The delegate that continues every async method, for its box as argument.</summary>
    public static readonly Action<object?> Continue = Probe.FindContinue();

    /// <summary>
    /// Whether a continuation is an async method's: one that asks for its result first of all when it goes on.
    /// </summary>
    public static bool IsCoroutine(Action<object?> continuation) => ReferenceEquals(continuation, Continue);

    /// <summary>Makes a waiter of what <see cref="IValueTaskSource.OnCompleted"/> is given.</summary>
    /// <param name="loop">The loop that runs on this thread.</param>
    /// <param name="continuation">What to call.</param>
    /// <param name="state">What to call it with.</param>
    /// <param name="flags">Whether it wants its execution context. It always goes on on the loop.</param>
    /// <param name="place">What it waits at; says by its <see cref="object.ToString"/> what it does there.</param>
    /// <param name="endless">Whether only another coroutine can end the wait.</param>
    public static object Capture(
        EventLoop loop, Action<object?> continuation, object? state, ValueTaskSourceOnCompletedFlags flags, object place,
        bool endless)
    {
        if (!IsCoroutine(continuation)) return new ParkedCoroutine(loop, continuation, state!, flags);
        return loop.CurrentTask is { } task ? task.Suspend(state!, place, endless) : state!;
    }

    /// <summary>
    /// As <see cref="Capture"/>, for a wait whose result is not the next one in order: the coroutine goes on as one that was
    /// not woken.
    /// </summary>
    public static object CaptureApart(
        EventLoop loop, Action<object?> continuation, object? state, ValueTaskSourceOnCompletedFlags flags, object place,
        bool endless)
    {
        if (!IsCoroutine(continuation)) return new ParkedCoroutine(loop, continuation, state!, flags);
        return loop.CurrentTask is { } task
            ? task.Park(state!, place, endless, Resumption.None)
            : new ParkedCoroutine(loop, null, state!, endless, Resumption.None);
    }

    /// <summary>Gives a waiter a turn, after those that are ready. On the loop's thread, once for each wait.</summary>
    public static void Resume(EventLoop loop, object waiter)
    {
        if (waiter is CooperativeTask task) task.Wake();
        else if (waiter is ParkedCoroutine parked) parked.Wake();
        else loop.EnqueueCoroutine(waiter);
    }

    /// <summary>Whether a waiter waits no more because its task is being ended.</summary>
    public static bool IsEnded(object waiter) => waiter switch
    {
        CooperativeTask task => task.IsEnding,
        ParkedCoroutine parked => parked.IsEnded,
        _ => false,
    };

    /// <summary>The task that a waiter belongs to; nothing for a coroutine outside of tasks.</summary>
    public static CooperativeTask? TaskOf(object waiter) => waiter switch
    {
        CooperativeTask task => task,
        ParkedCoroutine parked => parked.Task,
        WaitNode node => node.Task,
        _ => null,
    };

    /// <summary>Awaits once, to see what the compiler's code passes.</summary>
    private sealed class Probe : IValueTaskSource
    {
        private Action<object?>? _continuation;

        public static Action<object?> FindContinue()
        {
            var probe = new Probe();
            _ = Await(probe);
            return probe._continuation!;

            static async Task Await(Probe probe) => await new ValueTask(probe, 0);
        }

        public ValueTaskSourceStatus GetStatus(short token) => ValueTaskSourceStatus.Pending;

        public void OnCompleted(
            Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
            _continuation = continuation;

        public void GetResult(short token) => throw new NotSupportedException();
    }
}
