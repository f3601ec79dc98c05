namespace AsyncProgramming.Futures;

/// <summary>Work in the queue of a <see cref="ThreadPoolExecutor"/>: either begun or cancelled, never both.</summary>
internal abstract class ThreadWorkItem
{
    private readonly CancellationTokenRegistration _registration;
    private bool _settled;

    protected ThreadWorkItem(CancellationToken cancellationToken) => _registration = cancellationToken.UnsafeRegister(
        static (item, token) => ((ThreadWorkItem)item!).Cancel(token), this);

    /// <summary>Does the work on the calling thread, unless it has been cancelled.</summary>
    public void Run()
    {
        if (!TrySettle()) return;
        _registration.Unregister();
        RunCore();
    }

    /// <summary>Cancels the work, unless it has begun.</summary>
    public void Cancel(CancellationToken cancellationToken)
    {
        if (TrySettle()) CancelCore(cancellationToken);
    }

    protected abstract void RunCore();

    protected abstract void CancelCore(CancellationToken cancellationToken);

    private bool TrySettle() => !Interlocked.Exchange(ref _settled, true);
}

/// <inheritdoc/>
/// <typeparam name="TResult">The type of the work's result.</typeparam>
internal sealed class ThreadWorkItem<TResult> : ThreadWorkItem
{
    // Whoever awaits the task must not run on, and so hold up, the worker's thread.
    private readonly TaskCompletionSource<TResult> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ExecutionContext? _context = ExecutionContext.Capture();
    private readonly Call<TResult> _call;

    public ThreadWorkItem(Call<TResult> call, CancellationToken cancellationToken)
        : base(cancellationToken) => _call = call;

    public Task<TResult> Task => _completion.Task;

    protected override void RunCore()
    {
        if (_context is null)
            RunWork();
        else
            ExecutionContext.Run(_context, static item => ((ThreadWorkItem<TResult>)item!).RunWork(), this);
    }

    protected override void CancelCore(CancellationToken cancellationToken) =>
        _completion.TrySetCanceled(cancellationToken);

    private void RunWork()
    {
        try
        {
            _completion.SetResult(_call.Invoke());
        }
#pragma warning disable CA1031 // Whatever the work throws belongs to its task, and must not end the worker.
        catch (Exception e)
#pragma warning restore CA1031
        {
            _completion.SetException(e);
        }
    }
}
