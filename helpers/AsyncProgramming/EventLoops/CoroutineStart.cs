namespace AsyncProgramming.EventLoops;

/// <summary>
/// A coroutine that is to begin: a task whose result is the coroutine's own task. Unwrapped, it is what <see
/// cref="EventLoop.CreateTask(Func{Task}, string?)"/> returns; once the coroutine runs, nothing of this object is needed.
/// </summary>
/// <typeparam name="TTask">What the coroutine returns.</typeparam>
internal sealed class CoroutineStart<TTask>(Func<TTask> coroutine) : TaskCompletionSource<TTask>, INamedCallback
    where TTask : Task
{
    public Callback Callback => new(static start => ((CoroutineStart<TTask>)start!).Run(), this);

    string INamedCallback.CallbackName => CallbackName.Of(coroutine, coroutine.Target);

    private void Run()
    {
        TTask task;
        try
        {
            task = coroutine() ?? throw new InvalidOperationException("The coroutine has returned null instead of a task.");
        }
        catch (Exception e) when (e is not ThreadInterruptedException)
        {
            // Not an async method, whose exceptions are all in its task.
            SetException(e);
            return;
        }

        SetResult(task);
    }
}
