using AsyncProgramming.Futures;

namespace AsyncProgramming.EventLoops;

/// <content>Coroutines on the loop.</content>
public sealed partial class EventLoop
{
    /// <summary>
    /// Completes when <paramref name="delay"/> has passed on the clock of the loop that runs on this thread: asyncio's
    /// <c>sleep</c>. Holds no thread. No delay gives every other callback in the queue a turn.
    /// </summary>
    /// <param name="delay">Not negative. Begins as in <see cref="CallLater"/>.</param>
    /// <param name="cancellationToken">Ends the delay early: the task is then cancelled. May be cancelled on any thread.</param>
    /// <exception cref="InvalidOperationException">No loop runs on this thread.</exception>
    public static Task Delay(TimeSpan delay, CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested) return Task.FromCanceled(cancellationToken);
        if (cancellationToken.CanBeCanceled) return new CancellableDelay(Running, delay, cancellationToken).Task;
        var task = new TaskCompletionSource();
        Running.StartTimer(delay, new Callback(static task => ((TaskCompletionSource)task!).SetResult(), task));
        return task.Task;
    }

    /// <summary>Starts a coroutine in the next iteration: with its first step it takes its place in the queue.</summary>
    /// <param name="coroutine">
    /// The coroutine: an async method or lambda. Not a task, because a C# task has begun when its method returns it.
    /// </param>
    /// <param name="name">A name for people to read: the task's <see cref="Task.AsyncState"/>.</param>
    /// <returns>A task that ends as the coroutine does.</returns>
    public Task CreateTask(Func<Task> coroutine, string? name = null)
    {
        var task = Begin(coroutine).Unwrap();
        if (name is null) return task;
        var named = new TaskCompletionSource(name);
        _ = task.ContinueWith(
            static (task, named) => ((TaskCompletionSource)named!).SetFromTask(task), named, CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        return named.Task;
    }

    /// <inheritdoc cref="CreateTask(Func{Task}, string?)"/>
    /// <typeparam name="T">The type of the coroutine's result.</typeparam>
    public Task<T> CreateTask<T>(Func<Task<T>> coroutine, string? name = null)
    {
        var task = Begin(coroutine).Unwrap();
        if (name is null) return task;
        var named = new TaskCompletionSource<T>(name);
        _ = task.ContinueWith(
            static (task, named) => ((TaskCompletionSource<T>)named!).SetFromTask(task), named, CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        return named.Task;
    }

    /// <summary>
    /// Runs blocking or long work elsewhere, so that it does not hold up the loop. May be called on any thread.
    /// </summary>
    /// <param name="work">The work. It must not touch what belongs to the loop.</param>
    /// <param name="executor">Who does it: .NET's thread pool where none is given.</param>
    /// <param name="cancellationToken">Keeps the work from beginning.</param>
    /// <returns>The work as a task. Awaited on the loop, it goes on on the loop.</returns>
    public Task RunInExecutor(Action work, Executor? executor = null, CancellationToken cancellationToken = default)
    {
        CheckOpen();
        return executor?.Submit(work, cancellationToken) ?? Task.Run(work, cancellationToken);
    }

    /// <inheritdoc cref="RunInExecutor(Action, Executor?, CancellationToken)"/>
    /// <typeparam name="T">The type of the work's result.</typeparam>
    public Task<T> RunInExecutor<T>(
        Func<T> work, Executor? executor = null, CancellationToken cancellationToken = default)
    {
        CheckOpen();
        return executor?.Submit(work, cancellationToken) ?? Task.Run(work, cancellationToken);
    }

    private Task<TTask> Begin<TTask>(Func<TTask> coroutine)
        where TTask : Task
    {
        ArgumentNullException.ThrowIfNull(coroutine);
        CheckOpen();
        CheckThread(nameof(CreateTask));
        var start = new CoroutineStart<TTask>(coroutine);
        _ready.Enqueue(start.Callback);
        return start.Task;
    }
}
