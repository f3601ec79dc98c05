using Jupyter.Kernels;

namespace Course.Sessions;

/// <summary>A kernel that somebody holds, until it is released.</summary>
internal sealed class KernelLease(KernelPool pool, IKernelHolder holder)
{
    private KernelProcess? _process;

    /// <summary>Whether there is a kernel yet.</summary>
    public bool HasStarted => _process is not null;

    /// <summary>Who holds it.</summary>
    public IKernelHolder Holder { get; } = holder;

    /// <summary>The kernel.</summary>
    public KernelProcess Process
    {
        get => _process ?? throw new InvalidOperationException("The kernel has not started yet.");
        internal set => _process = value;
    }

    /// <summary>Ends the kernel, in the background. Again: nothing.</summary>
    public void Release() => pool.Release(this);
}
