using System.Globalization;
using System.Runtime.ExceptionServices;
using System.Text;
using AsyncProgramming.EventLoops;

namespace AsyncProgramming.Tasking;

/// <summary>
/// Runs cooperative tasks on one thread, after Russ Cox's libtask: one at a time, each until it waits, so that what only
/// they touch needs no lock. A scheduler runs once.
/// </summary>
/// <remarks>
/// <para>
/// The run ends when every task that is not a system task is over; when a task calls <see cref="CooperativeTask.ExitAll"/>;
/// when a task fails, with its exception, as a panic in Go does (what a task can handle it catches itself); and on a deadlock.
/// The tasks that are left are then ended: each is thrown out of what it waits at by an
/// <see cref="OperationCanceledException"/>, so that its <c>finally</c> blocks run. One that waits for something else than
/// the library's own waits, such as <see cref="Task.Delay(TimeSpan)"/>, is left behind.
/// </para>
/// <para>
/// A deadlock is a moment when no task is ready, no timer of the loop runs, and each task waits at a channel, an alt, a lock,
/// a rendezvous or in <see cref="CooperativeTask.Join"/>, without a cancellation token. A task that waits for anything else
/// (<see cref="CooperativeTask.Completion"/> is such a thing too) is taken to wait for time, I/O or another thread; one of
/// which several coroutines wait, for another task as soon as one of them does. Where another thread, or an async method
/// that no task awaits, is to come to the rescue, set <see cref="DetectsDeadlock"/> to <see langword="false"/>.
/// </para>
/// </remarks>
public sealed class CooperativeScheduler
{
    private readonly List<CooperativeTask> _tasks = [];
    private int _tasksStarted;
    private int _systemTasks;
    private int _waitingOutside;
    private ExceptionDispatchInfo? _failure;

    /// <summary>Makes a scheduler with a loop of its own.</summary>
    /// <param name="timeProvider">The loop's clock: see <see cref="EventLoop(TimeProvider?)"/>.</param>
    /// <param name="debug">Whether the loop is in <see cref="EventLoop.Debug"/> mode, which names tasks that hold up others.</param>
    public CooperativeScheduler(TimeProvider? timeProvider = null, bool debug = false) =>
        Loop = new EventLoop(timeProvider) { Idle = BeIdle, Debug = debug };

    /// <summary>
    /// The loop that the tasks run on; closed when the run has ended. Another thread reaches the tasks by its
    /// <see cref="EventLoop.CallSoonThreadSafe"/>.
    /// </summary>
    public EventLoop Loop { get; }

    /// <summary>Whether a deadlock ends the run with an exception; else it lasts.</summary>
    public bool DetectsDeadlock { get; init; } = true;

    /// <summary>The tasks that are not over, in no order. For the loop's thread while the scheduler runs.</summary>
    public IReadOnlyList<CooperativeTask> Tasks => _tasks;

    /// <summary>Whether the tasks are being ended.</summary>
    internal bool IsEnding { get; private set; }

    /// <summary>The status of the last exit.</summary>
    internal int ExitStatus { get; set; }

    /// <summary>The scheduler of the current task.</summary>
    /// <exception cref="InvalidOperationException">The calling code does not run in a cooperative task.</exception>
    public static CooperativeScheduler Current => CooperativeTask.Current.Scheduler;

    /// <summary>Makes a task: before the run, or in it on the loop's thread.</summary>
    /// <inheritdoc cref="CooperativeTask.Start"/>
    public CooperativeTask Start(Func<Task> body, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(body);
        ObjectDisposedException.ThrowIf(Loop.IsClosed, this);
        Loop.CheckThread();
        var task = new CooperativeTask(this, ++_tasksStarted, body, name) { Index = _tasks.Count };
        _tasks.Add(task);
        return task;
    }

    /// <summary>
    /// Runs the tasks on the calling thread until the run ends: see the remarks on the class.
    /// </summary>
    /// <param name="main">The first task's code, an async method. The others go on after its end.</param>
    /// <returns>The status that the last exit gave; 0 where there was none.</returns>
    /// <exception cref="CooperativeDeadlockException">All tasks wait for each other.</exception>
    /// <exception cref="InvalidOperationException">An event loop runs on this thread.</exception>
    /// <exception cref="ObjectDisposedException">The scheduler has run before.</exception>
    public int Run(Func<Task> main)
    {
        Start(main, "main");
        try
        {
            try
            {
                Loop.RunForever();
            }
            catch (Exception e)
            {
                // Somebody interrupts this thread. The tasks still get their finally blocks.
                End(ExitStatus, e);
            }

            // Tasks are left: somebody has stopped the loop, or the run of it has failed.
            if (_tasks.Count > 0)
            {
                End(ExitStatus, failure: null);
                Loop.RunForever();
            }
        }
        finally
        {
            Loop.Close();
        }

        _failure?.Throw();
        return ExitStatus;
    }

    /// <summary>
    /// The list of all tasks, a line each: number, <c>s</c> for a system task, name, and what it does. For the loop's thread
    /// while the scheduler runs.
    /// </summary>
    public string Describe()
    {
        var text = new StringBuilder();
        var width = _tasks.Count == 0 ? 0 : _tasks.Max(task => task.Name.Length);
        foreach (var task in _tasks.OrderBy(task => task.Id))
        {
            var mark = task.IsSystem ? 's' : ' ';
            var state = task.State.Length > 0 ? $"{task.State}, " : "";
            text.AppendLine(CultureInfo.InvariantCulture, $"{task.Id,6}{mark} {task.Name.PadRight(width)}  {state}{Activity(task)}");
        }

        return text.ToString();
    }

    internal void CountSystemTask(bool isSystem)
    {
        _systemTasks += isSystem ? 1 : -1;
        EndWithLast();
    }

    internal void CountOutside(bool waits) => _waitingOutside += waits ? 1 : -1;

    /// <summary>Ends the run: throws the tasks out of their waits.</summary>
    internal void End(int status, Exception? failure)
    {
        if (IsEnding) return;
        IsEnding = true;
        ExitStatus = status;
        if (failure is not null) _failure = ExceptionDispatchInfo.Capture(failure);
        foreach (var task in _tasks.ToArray()) task.End();
    }

    /// <summary>A task is over.</summary>
    internal void Remove(CooperativeTask task, Exception? failure)
    {
        var last = _tasks[^1];
        _tasks[last.Index = task.Index] = last;
        _tasks.RemoveAt(_tasks.Count - 1);
        if (task.IsSystem) _systemTasks--;
        if (failure is not null)
        {
            if (IsEnding) Loop.ExceptionHandler(new EventLoopProblem($"Task '{task}' has failed while it was ended: {failure.Message}", failure));
            else End(ExitStatus, failure);
        }

        EndWithLast();
    }

    private static string Activity(CooperativeTask task) => task.Status switch
    {
        CooperativeTaskStatus.Waiting => task.Place?.ToString() ?? "waiting for something else",
        var status => status.ToString().ToLowerInvariant(),
    };

    private void EndWithLast()
    {
        if (_tasks.Count == _systemTasks) End(ExitStatus, failure: null);
        if (_tasks.Count == 0) Loop.Stop();
    }

    /// <summary>No task is ready.</summary>
    private void BeIdle()
    {
        if (IsEnding) Loop.Stop();
        else if (DetectsDeadlock && _waitingOutside == 0 && Loop.SocketWaits == 0 && !Loop.HasTimers)
        {
            var count = _tasks.Count - _systemTasks;
            End(ExitStatus, new CooperativeDeadlockException(
                $"No task can run: {count} wait{(count == 1 ? "s" : "")} for something that only another task could do."
                + $"{Environment.NewLine}{Describe()}"));
        }
    }
}
