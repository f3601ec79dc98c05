using System.Diagnostics.CodeAnalysis;
using AsyncProgramming.EventLoops;
using AsyncProgramming.Tasking.Waiting;

namespace AsyncProgramming.Tasking;

/// <summary>
/// A task of a <see cref="CooperativeScheduler"/>: an async method that runs until it waits, and then lets the others run.
/// Made by <see cref="Start"/>, which is libtask's <c>taskcreate</c>.
/// </summary>
/// <remarks>
/// It stays <see cref="Current"/> across every <c>await</c>, of this library or not, that comes back to the loop (one with
/// <c>ConfigureAwait(false)</c> need not). Members are for the loop's thread, except where they say otherwise.
/// </remarks>
public sealed partial class CooperativeTask
{
    /// <summary>The number of the task: 1 for the first one of its scheduler. For any thread.</summary>
    public int Id { get; }

    /// <summary>A name for people to read; "task" and the number unless set. For any thread.</summary>
    public string Name
    {
        get => field ?? $"task {Id}";
        set;
    }

    /// <summary>What the task says it is doing, for <see cref="CooperativeScheduler.Describe"/>; empty unless set.</summary>
    public string State
    {
        get => _extras?.State ?? "";
        set => Extras.State = value;
    }

    /// <summary>
    /// Whether the task serves the others: it does not keep the scheduler running, and is ended when only such tasks are left.
    /// </summary>
    public bool IsSystem
    {
        get;
        set
        {
            if (field != value && !IsCompleted) _scheduler.CountSystemTask(value);
            field = value;
        }
    }

    /// <summary>A place for whatever the program wants to keep with the task.</summary>
    public object? Data
    {
        get => _extras?.Data;
        set => Extras.Data = value;
    }

    /// <summary>Whether the task is over. For any thread.</summary>
    public bool IsCompleted => Status == CooperativeTaskStatus.Completed;

    /// <summary>What the scheduler knows of the task.</summary>
    public CooperativeTaskStatus Status =>
        _completed ? CooperativeTaskStatus.Completed
        : _scheduler.Loop.CurrentTask == this ? CooperativeTaskStatus.Running
        : _isReady ? CooperativeTaskStatus.Ready
        : CooperativeTaskStatus.Waiting;

    /// <summary>
    /// Ends as the task does: faulted where its method failed, cancelled where it was cancelled or ended by
    /// <see cref="ExitAll"/>. To wait for a task from another one, <see cref="Join"/> is the better way: the scheduler
    /// recognises it in a deadlock.
    /// </summary>
    public Task Completion
    {
        get
        {
            var completion = Extras.Completion ??= new TaskCompletionSource(Name);
            if (_completed) Complete(completion);
            return completion.Task;
        }
    }

    /// <summary>The task whose turn it is on this thread.</summary>
    /// <exception cref="InvalidOperationException">The calling code does not run in a cooperative task.</exception>
    public static CooperativeTask Current => EventLoop.RunningHere?.CurrentTask ?? throw new InvalidOperationException(
        $"This code does not run in a cooperative task. Call it from a method that {nameof(CooperativeScheduler)}."
        + $"{nameof(CooperativeScheduler.Run)} or {nameof(CooperativeTask)}.{nameof(Start)} has started.");

    /// <summary>Makes a task of the current task's scheduler. It is ready at once, behind those that are.</summary>
    /// <param name="body">
    /// The task's code, an async method. What it throws ends the run of the scheduler, unless it is a cancellation, which
    /// ends the task only.
    /// </param>
    /// <param name="name">The task's <see cref="Name"/>.</param>
    public static CooperativeTask Start(Func<Task> body, string? name = null) =>
        Current._scheduler.Start(body, name);

    /// <summary>
    /// Lets every other coroutine that is ready have a turn. Also for a coroutine that no scheduler runs, on an event loop.
    /// </summary>
    /// <returns>How many turns others had meanwhile: 0 where nobody else wants to run.</returns>
    public static ValueTask<int> Yield() => EventLoop.Running.Yields.Wait();

    /// <summary>
    /// Waits while others run. Also for a coroutine that no scheduler runs, on an event loop.
    /// </summary>
    /// <param name="delay">How long at least; not negative.</param>
    /// <param name="cancellationToken">Ends the wait early, with an exception. May be cancelled on any thread.</param>
    /// <returns>How long it has been.</returns>
    public static ValueTask<TimeSpan> Delay(TimeSpan delay, CancellationToken cancellationToken = default) =>
        DelayNode.Start(EventLoop.Running, delay, cancellationToken);

    /// <summary>
    /// Ends the current task from any depth of its methods: throws a cancellation that takes it out of all of them.
    /// </summary>
    /// <param name="status">What <see cref="CooperativeScheduler.Run"/> returns if no task exits after this one.</param>
    [DoesNotReturn]
    public static void Exit(int status = 0)
    {
        Current.BeginExit(status);
        throw new TaskExitException();
    }

    /// <summary>Ends the run of the current task's scheduler, and with it all of its tasks.</summary>
    /// <param name="status">What <see cref="CooperativeScheduler.Run"/> returns.</param>
    [DoesNotReturn]
    public static void ExitAll(int status = 0)
    {
        var task = Current;
        task._scheduler.End(status, failure: null);
        task.BeginExit(status);
        throw new TaskExitException();
    }

    /// <summary>Waits until the task is over, however it ends.</summary>
    /// <param name="cancellationToken">Ends the wait early, with an exception. May be cancelled on any thread.</param>
    public ValueTask Join(CancellationToken cancellationToken = default)
    {
        if (_completed) return ValueTask.CompletedTask;
        return (Extras.Joiners ??= new WaitLine(this, "joining")).Wait(cancellationToken);
    }

    /// <summary>The task's name.</summary>
    public override string ToString() => Name;
}
