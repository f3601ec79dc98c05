using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace AsyncProgramming.EventLoops;

/// <summary>
/// A single-threaded event loop with the semantics of Python's asyncio: it runs one callback after another on the thread
/// that called <see cref="RunForever"/>, and sleeps while there is none. Callbacks never run at the same time, so what only
/// they touch needs no lock. <c>await</c> in code that runs on the loop comes back to the loop.
/// </summary>
/// <remarks>
/// <para>
/// Time goes in <em>iterations</em>. An iteration takes what other threads have posted and the timers that are due, and runs
/// every callback that is then in the queue, first in, first out. What these callbacks ask for runs in the next iteration.
/// </para>
/// <para>
/// The clock has a resolution of 1 ms: with a timer that is due, those run that are due within 1 ms of now, in the order of
/// their due times, then of the calls that made them.
/// </para>
/// <para>
/// While the loop runs, its members are for callbacks, on its own thread, unless they say that they are for any thread;
/// other threads talk to the loop with <see cref="CallSoonThreadSafe"/>. While it does not run, one thread at a time may use
/// them. A call on a wrong thread throws
/// <see cref="InvalidOperationException"/>, a call after <see cref="Close"/> <see cref="ObjectDisposedException"/>.
/// </para>
/// </remarks>
[SuppressMessage("Naming", "CA1724:Type names should not match namespaces", Justification = "The field's own name.")]
public sealed partial class EventLoop : IDisposable
{
    private const int NoThread = 0;
    private readonly LoopClock _clock;
    private readonly Inbox _inbox;
    private readonly CallbackQueue _ready = new();
    private readonly ReadyCalls _readyCalls;
    private readonly TimerQueue _timers = new();
    private readonly TimerCalls _timerCalls;
    private volatile int _threadId = NoThread;
    private volatile bool _closed;

    /// <summary>Makes a loop. It does nothing before <see cref="RunForever"/> or <see cref="RunUntilComplete(Func{Task})"/>.</summary>
    /// <param name="timeProvider">
    /// The clock of the loop's timers; the system's monotonic one where none is given. On any other clock an idle loop waits
    /// for a timer of that clock, so a test decides how time passes.
    /// </param>
    public EventLoop(TimeProvider? timeProvider = null)
    {
        _clock = new LoopClock(timeProvider ?? TimeProvider.System);
        _inbox = new Inbox(_clock);
        _readyCalls = new ReadyCalls(this);
        _timerCalls = new TimerCalls(this);
    }

    /// <summary>The loop that runs on the calling thread.</summary>
    /// <exception cref="InvalidOperationException">No loop runs on this thread.</exception>
    public static EventLoop Running => _runningHere ?? throw new InvalidOperationException(
        "No event loop runs on this thread. Call this from a callback or a coroutine that a loop runs.");

    /// <summary>The time on the loop's clock: how long ago the loop was made. It never goes back. For any thread.</summary>
    public TimeSpan Time => new(_clock.Now);

    /// <summary>
    /// How many iterations have begun since the loop was made. An idle loop sleeps and begins none.
    /// </summary>
    public long Iterations { get; private set; }

    /// <summary>Whether a thread is running the loop. For any thread.</summary>
    public bool IsRunning => _threadId != NoThread;

    /// <summary>Whether the loop was closed. For any thread.</summary>
    public bool IsClosed => _closed;

    /// <summary>
    /// Whether the loop watches its callbacks, which costs two readings of the clock for each: one that takes
    /// <see cref="SlowCallbackDuration"/> or longer is reported, and a blocking wait in one (<c>.Result</c>,
    /// <c>.Wait()</c>, a <c>lock</c>) that stands still for <see cref="DeadlockTimeout"/> ends with an
    /// <see cref="EventLoopDeadlockException"/>.
    /// </summary>
    public bool Debug { get; init; }

    /// <summary>From when on a callback counts as slow; 100 ms unless set.</summary>
    public TimeSpan SlowCallbackDuration { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// For how long, in debug mode, a callback may hold up others in a wait that has no time limit; 1 s unless set. Real
    /// time, whatever the loop's clock is: threads wait in real time.
    /// </summary>
    public TimeSpan DeadlockTimeout { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Is told, on the loop's thread, what a callback has thrown, and in debug mode which one was slow; the loop then goes
    /// on. Writes to the standard error stream unless set. An exception of the handler itself ends the loop's run.
    /// After <see cref="Close"/>, is told by whichever thread would have resumed a coroutine that it cannot go on.
    /// </summary>
    public Action<EventLoopProblem> ExceptionHandler { get; set; } = problem => Console.Error.WriteLine(problem);

    /// <summary>Calls <paramref name="callback"/> in the next iteration, after those that were asked for before.</summary>
    public CallHandle CallSoon(Action callback)
    {
        ArgumentNullException.ThrowIfNull(callback);
        CheckOpen();
        CheckThread();
        return new CallHandle(_readyCalls, _ready.Enqueue(new Callback(callback)));
    }

    /// <summary>
    /// As <see cref="CallSoon"/>, and for any thread: wakes the loop where it sleeps. This is how other threads talk to it.
    /// </summary>
    public CallHandle CallSoonThreadSafe(Action callback)
    {
        ArgumentNullException.ThrowIfNull(callback);
        var call = new PostedCall(callback);
        if (!Post(new Callback(call))) CheckOpen();
        return new CallHandle(call);
    }

    /// <summary>Calls <paramref name="callback"/> when <paramref name="delay"/> has passed.</summary>
    /// <remarks>
    /// The delay begins when the loop can begin to wait: at the end of the current iteration, or now if the loop does not run.
    /// So equal delays that one iteration asks for end together, in the order of the calls, however long its callbacks took.
    /// </remarks>
    /// <param name="delay">Not negative. A callback with no delay runs in the next iteration.</param>
    /// <param name="callback">What to call.</param>
    public CallHandle CallLater(TimeSpan delay, Action callback)
    {
        ArgumentNullException.ThrowIfNull(callback);
        return StartTimer(delay, new Callback(callback));
    }

    /// <summary>Calls <paramref name="callback"/> when <see cref="Time"/> has reached <paramref name="when"/>.</summary>
    /// <param name="when">A time on the loop's clock. If it has passed, the callback runs in the next iteration.</param>
    /// <param name="callback">What to call.</param>
    public CallHandle CallAt(TimeSpan when, Action callback)
    {
        ArgumentNullException.ThrowIfNull(callback);
        CheckOpen();
        CheckThread();
        return new CallHandle(_timerCalls, _timers.AddAt(new Callback(callback), when.Ticks).Value);
    }

    /// <summary>
    /// Ends the run after the current iteration: the callbacks that are in it still run, those that they ask for wait for the
    /// next run. Called while the loop does not run, it makes the next run end after one iteration.
    /// </summary>
    public void Stop()
    {
        CheckThread();
        _stopping = true;
    }

    /// <summary>
    /// Drops every callback that waits, and ends the loop for good. Closing it again does nothing. A coroutine that
    /// still waits on the loop never goes on; when what it waits for comes, <see cref="ExceptionHandler"/> is told.
    /// </summary>
    /// <exception cref="InvalidOperationException">The loop is running.</exception>
    public void Close()
    {
        if (IsRunning) throw new InvalidOperationException("A running event loop cannot be closed. Stop it first.");
        _closed = true;
        _inbox.Close();
        _ready.Clear();
        _timers.Clear();
    }

    /// <inheritdoc cref="Close"/>
    public void Dispose() => Close();

    internal bool IsOnLoopThread => _threadId == Environment.CurrentManagedThreadId;

    /// <summary>Queues a callback from any thread. After <see cref="Close"/> it is dropped.</summary>
    /// <returns>Whether it was queued.</returns>
    internal bool Post(Callback callback)
    {
        // On the loop's own thread it takes its place among those of CallSoon.
        if (!IsOnLoopThread) return _inbox.Post(callback);
        _ready.Enqueue(callback);
        return true;
    }

    /// <summary>Queues the rest of a coroutine from any thread.</summary>
    internal void Resume(Callback continuation)
    {
        if (Post(continuation)) return;
        ExceptionHandler(new EventLoopProblem(
            $"{continuation} can never go on: the event loop was closed while it waited. Wait for all that a loop has begun "
            + "before closing it."));
    }

    /// <summary>Runs <paramref name="function"/> on the loop while the calling thread waits for it.</summary>
    internal void CallAndWait(Action function)
    {
        var call = new Task(function);
        if (!Post(new Callback(() => call.RunSynchronously(TaskScheduler.Default)))) CheckOpen();
        call.GetAwaiter().GetResult();
    }

    internal CallHandle StartTimer(TimeSpan delay, Callback callback)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(delay, TimeSpan.Zero);
        CheckOpen();
        CheckThread(nameof(CallLater));
        // Within a run the delay begins with the end of the iteration.
        var time = IsRunning ? delay.Ticks : LoopClock.Add(_clock.Now, delay.Ticks);
        return new CallHandle(_timerCalls, _timers.Add(callback, time).Value);
    }

    internal void CheckThread([CallerMemberName] string member = "")
    {
        var thread = _threadId;
        if (thread == NoThread || thread == Environment.CurrentManagedThreadId) return;
        throw new InvalidOperationException(
            $"{member} was called on thread {Environment.CurrentManagedThreadId} while the event loop runs on thread "
            + $"{thread}. From other threads use {nameof(CallSoonThreadSafe)}.");
    }

    private void CheckOpen()
    {
        if (_closed) throw new ObjectDisposedException(nameof(EventLoop), "The event loop is closed. Make a new one.");
    }

    /// <summary>What a handle of <see cref="CallSoon"/> cancels through.</summary>
    private sealed class ReadyCalls(EventLoop loop) : ICancellable
    {
        public bool Cancel(long ticket)
        {
            loop.CheckThread();
            return loop._ready.Cancel(ticket);
        }
    }

    /// <summary>What a handle of <see cref="CallLater"/> or <see cref="CallAt"/> cancels through.</summary>
    private sealed class TimerCalls(EventLoop loop) : ICancellable
    {
        public bool Cancel(long ticket)
        {
            loop.CheckThread();
            return loop._timers.Cancel(new TimerTicket(ticket));
        }
    }
}
