using Jupyter.Kernels;

namespace Course.Sessions;

/// <summary>Starts kernel processes for sessions and ends them. Safe to use from any thread.</summary>
/// <param name="spec">How a kernel is started.</param>
internal sealed class KernelPool(KernelSpec spec) : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly HashSet<KernelProcess> _kernels = [];
    private readonly HashSet<Task> _ending = [];

    /// <summary>A kernel that is ready, in the given folder.</summary>
    /// <param name="folder">The notebook's folder.</param>
    /// <param name="holder">The lesson that it is for.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="KernelException">It cannot be started.</exception>
    public async Task<KernelProcess> TakeAsync(string folder, string holder, CancellationToken cancellation = default)
    {
        var kernel = await KernelProcess.StartAsync(spec, folder, cancellation);
        lock (_lock) _kernels.Add(kernel);
        return kernel;
    }

    /// <summary>Ends a kernel in the background.</summary>
    public void Release(KernelProcess kernel)
    {
        lock (_lock)
        {
            if (!_kernels.Remove(kernel)) return;
            var end = kernel.DisposeAsync().AsTask();
            _ending.Add(end);
            end.ContinueWith(
                ended =>
                {
                    lock (_lock) _ending.Remove(ended);
                },
                TaskScheduler.Default);
        }
    }

    /// <summary>Ends all kernels, and waits until no process is left.</summary>
    public async ValueTask DisposeAsync()
    {
        Task[] ending;
        lock (_lock)
        {
            foreach (var kernel in _kernels.ToArray()) Release(kernel);
            ending = [.. _ending];
        }

        await Task.WhenAll(ending);
    }
}
