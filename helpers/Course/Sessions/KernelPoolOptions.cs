using Jupyter.Kernels;

namespace Course.Sessions;

/// <summary>How many kernels there are, and how they are started.</summary>
internal sealed record KernelPoolOptions
{
    private const int MostKernels = 8;
    private const int FewestKernels = 2;
    private const long KernelMemory = 250L << 20;

    /// <summary>How a kernel is started.</summary>
    public required KernelSpec Spec { get; init; }

    /// <summary>How many lessons may hold a kernel at a time: all of them together take a quarter of the memory at most.</summary>
    public int Limit { get; init; } =
        (int)Math.Clamp(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 4 / KernelMemory, FewestKernels, MostKernels);

    /// <summary>Whether a spare kernel is kept ready.</summary>
    public bool KeepsSpare { get; init; } = true;

    /// <summary>How long no cell must have run before another spare is started: it would disturb what cells measure.</summary>
    public TimeSpan QuietTime { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
