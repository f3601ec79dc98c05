using System.Runtime.CompilerServices;

namespace AsyncProgramming.Futures;

/// <summary>
/// Runs work that is handed to it on a limited set of workers, first come, first served; each piece of work is a
/// <see cref="Task{TResult}"/> from the moment it is submitted. Python's <c>concurrent.futures.Executor</c>. All members may
/// be called from any thread.
/// </summary>
/// <remarks>
/// <para>
/// A cancellation token takes work out of the queue. Work that has begun runs to its end: to stop waiting for it, use
/// <see cref="Task{TResult}.WaitAsync(CancellationToken)"/>.
/// </para>
/// <para>For results in the order in which they are ready, pass the tasks to <see cref="Task.WhenEach(Task[])"/>.</para>
/// </remarks>
public abstract class Executor : IAsyncDisposable
{
    /// <summary>Sets the number of workers.</summary>
    /// <param name="maxWorkers">The largest number of workers that exist at a time; at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxWorkers"/> is less than 1.</exception>
    private protected Executor(int maxWorkers)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxWorkers, 1);
        MaxWorkers = maxWorkers;
    }

    /// <summary>The largest number of workers that exist at a time. They are started when work needs them.</summary>
    public int MaxWorkers { get; }

    /// <summary>Queues work that gives no result.</summary>
    /// <param name="work">What to run.</param>
    /// <param name="cancellationToken">Takes the work out of the queue as long as it has not begun.</param>
    /// <returns>A task that ends when the work has: with its exception where it threw one.</returns>
    /// <exception cref="ObjectDisposedException">The executor has been shut down.</exception>
    public Task Submit(Action work, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(work);
        return Schedule(new ActionCall(work), cancellationToken);
    }

    /// <summary>Queues a call with one argument that gives no result: <c>executor.Submit(Thread.Sleep, 100)</c>.</summary>
    /// <inheritdoc cref="Submit(Action, CancellationToken)"/>
    /// <typeparam name="T">The type of the argument.</typeparam>
    /// <param name="work">What to run.</param>
    /// <param name="argument">Its argument.</param>
    /// <param name="cancellationToken">Takes the work out of the queue as long as it has not begun.</param>
    public Task Submit<T>(Action<T> work, T argument, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(work);
        return Schedule(new ActionCall<T>(work, argument), cancellationToken);
    }

    /// <summary>Queues work.</summary>
    /// <typeparam name="TResult">The type of its result.</typeparam>
    /// <param name="work">What to run.</param>
    /// <param name="cancellationToken">Takes the work out of the queue as long as it has not begun.</param>
    /// <returns>A task with the result of <paramref name="work"/>, or with the exception that it threw.</returns>
    /// <exception cref="ObjectDisposedException">The executor has been shut down.</exception>
    public Task<TResult> Submit<TResult>(Func<TResult> work, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(work);
        return Schedule(new FunctionCall<TResult>(work), cancellationToken);
    }

    /// <summary>Queues a call with one argument: <c>executor.Submit(Counting.Count, 5)</c>.</summary>
    /// <inheritdoc cref="Submit{TResult}(Func{TResult}, CancellationToken)"/>
    /// <typeparam name="T">The type of the argument.</typeparam>
    /// <typeparam name="TResult">The type of the result.</typeparam>
    /// <param name="work">What to run.</param>
    /// <param name="argument">Its argument.</param>
    /// <param name="cancellationToken">Takes the work out of the queue as long as it has not begun.</param>
    public Task<TResult> Submit<T, TResult>(
        Func<T, TResult> work, T argument, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(work);
        return Schedule(new FunctionCall<T, TResult>(work, argument), cancellationToken);
    }

    /// <summary>Queues a call with two arguments.</summary>
    /// <inheritdoc cref="Submit{TResult}(Func{TResult}, CancellationToken)"/>
    /// <typeparam name="T1">The type of the first argument.</typeparam>
    /// <typeparam name="T2">The type of the second argument.</typeparam>
    /// <typeparam name="TResult">The type of the result.</typeparam>
    /// <param name="work">What to run.</param>
    /// <param name="argument1">Its first argument.</param>
    /// <param name="argument2">Its second argument.</param>
    /// <param name="cancellationToken">Takes the work out of the queue as long as it has not begun.</param>
    public Task<TResult> Submit<T1, T2, TResult>(
        Func<T1, T2, TResult> work, T1 argument1, T2 argument2, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(work);
        return Schedule(new FunctionCall<T1, T2, TResult>(work, argument1, argument2), cancellationToken);
    }

    /// <summary>Queues a call with three arguments.</summary>
    /// <inheritdoc cref="Submit{TResult}(Func{TResult}, CancellationToken)"/>
    /// <typeparam name="T1">The type of the first argument.</typeparam>
    /// <typeparam name="T2">The type of the second argument.</typeparam>
    /// <typeparam name="T3">The type of the third argument.</typeparam>
    /// <typeparam name="TResult">The type of the result.</typeparam>
    /// <param name="work">What to run.</param>
    /// <param name="argument1">Its first argument.</param>
    /// <param name="argument2">Its second argument.</param>
    /// <param name="argument3">Its third argument.</param>
    /// <param name="cancellationToken">Takes the work out of the queue as long as it has not begun.</param>
    public Task<TResult> Submit<T1, T2, T3, TResult>(
        Func<T1, T2, T3, TResult> work,
        T1 argument1,
        T2 argument2,
        T3 argument3,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(work);
        return Schedule(
            new FunctionCall<T1, T2, T3, TResult>(work, argument1, argument2, argument3), cancellationToken);
    }

    /// <summary>
    /// Submits a call for each item, all at once, and gives the results in the order of the items, each as soon as it and
    /// all before it are ready. A failed call throws when its turn comes; whoever stops reading early cancels what has not
    /// begun.
    /// </summary>
    /// <typeparam name="T">The type of the items.</typeparam>
    /// <typeparam name="TResult">The type of the results.</typeparam>
    /// <param name="work">What to call with each item.</param>
    /// <param name="items">The items; read to their end before this method returns.</param>
    /// <param name="cancellationToken">Takes the calls that have not begun out of the queue.</param>
    /// <exception cref="ObjectDisposedException">The executor has been shut down.</exception>
    public IAsyncEnumerable<TResult> Map<T, TResult>(
        Func<T, TResult> work, IEnumerable<T> items, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(work);
        ArgumentNullException.ThrowIfNull(items);
        var abandoned = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        return InOrder([.. items.Select(item => Submit(work, item, abandoned.Token))], abandoned, CancellationToken.None);
    }

    /// <summary>Takes no more work; what has been submitted is still done. Calling it again is allowed.</summary>
    /// <param name="wait">
    /// Whether the returned task ends only when all work is done and every worker has ended. Otherwise it has ended already.
    /// </param>
    /// <param name="cancelPending">Whether to cancel what has not begun.</param>
    public Task Shutdown(bool wait = true, bool cancelPending = false)
    {
        var ended = ShutdownCore(cancelPending);
        return wait ? ended : Task.CompletedTask;
    }

    /// <summary>Waits until all work is done and every worker has ended, as <see cref="Shutdown"/> does.</summary>
    public async ValueTask DisposeAsync()
    {
        await Shutdown();
        GC.SuppressFinalize(this);
    }

    private protected abstract Task<TResult> Schedule<TResult>(Call<TResult> call, CancellationToken cancellationToken);

    private protected abstract Task ShutdownCore(bool cancelPending);

    private static async IAsyncEnumerable<TResult> InOrder<TResult>(
        Task<TResult>[] tasks,
        CancellationTokenSource abandoned,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using (abandoned)
        {
            try
            {
                foreach (var task in tasks) yield return await task.WaitAsync(cancellationToken);
            }
            finally
            {
                await abandoned.CancelAsync();
            }
        }
    }
}
