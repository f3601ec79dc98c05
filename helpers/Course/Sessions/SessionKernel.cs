using System.Diagnostics.CodeAnalysis;
using Course.Running;
using Jupyter.Kernels;

namespace Course.Sessions;

/// <summary>
/// One kernel of a session, from the wish for it to its end, and the outputs that it may still change. A session that restarts
/// has another one: what is still to come of the old one concerns nobody. Safe to use from any thread.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "A source without a timer or a wait handle holds nothing to dispose of.")]
internal sealed class SessionKernel
{
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _ended = new();
    private KernelLease? _lease;

    private SessionKernel(KernelPool pool, IKernelHolder holder) => Started = StartAsync(pool, holder);

    /// <summary>The kernel, once it is ready. Fails with <see cref="KernelException"/> alone, or is cancelled by its end.</summary>
    public Task<KernelProcess> Started { get; }

    /// <summary>Cancelled when the session parts with the kernel.</summary>
    public CancellationToken Ended => _ended.Token;

    /// <summary>Whether the session has parted with the kernel.</summary>
    public bool HasEnded => _ended.IsCancellationRequested;

    /// <summary>Turns what the kernel publishes into outputs.</summary>
    public OutputRecorder Recorder { get; } = new();

    /// <summary>Has a kernel started.</summary>
    public static SessionKernel Start(KernelPool pool, IKernelHolder holder) => new(pool, holder);

    /// <summary>Whether an exception says that a kernel has ended, was given up, or could not be started.</summary>
    public static bool IsEnd(Exception exception) =>
        exception is KernelException or OperationCanceledException or ObjectDisposedException;

    /// <summary>Parts with the kernel, whether it has started or not, or has ended already.</summary>
    public void End()
    {
        lock (_lock)
        {
            _ = _ended.CancelAsync(); // What waits for it goes on elsewhere, not here.
            _lease?.Release();
        }
    }

    private async Task<KernelProcess> StartAsync(KernelPool pool, IKernelHolder holder)
    {
        try
        {
            await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
            var lease = await pool.TakeAsync(holder, Ended);
            lock (_lock)
            {
                _lease = lease;
                if (HasEnded) lease.Release();
            }

            Ended.ThrowIfCancellationRequested();
            return lease.Process;
        }
        catch (Exception e) when (e is not (KernelException or OperationCanceledException))
        {
            throw new KernelException($"The kernel cannot be started: {e.Message}", e);
        }
    }
}
