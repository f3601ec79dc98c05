using Course.Readers;

namespace Course.Sessions;

/// <summary>What sessions have in common.</summary>
internal sealed record SessionOptions
{
    /// <summary>The kernels.</summary>
    public required KernelPool Kernels { get; init; }

    /// <summary>Where long output is kept.</summary>
    public required SpoolFolder Files { get; init; }

    /// <summary>How much output a cell holds.</summary>
    public OutputLimits Limits { get; init; } = new();

    /// <summary>What is kept of the reader; <see langword="null"/> to keep nothing.</summary>
    public ReaderStore? Readers { get; init; }

    /// <summary>How long a kernel may have nothing to do, with no tab that shows its lesson, before it is ended.</summary>
    public TimeSpan IdleLimit { get; init; } = TimeSpan.FromMinutes(60);

    /// <summary>The same where memory is scarce.</summary>
    public TimeSpan IdleLimitWhenMemoryIsScarce { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Tells whether memory is scarce on this machine.</summary>
    public Func<bool> IsMemoryScarce { get; init; } = static () =>
        GC.GetGCMemoryInfo() is { MemoryLoadBytes: var load, HighMemoryLoadThresholdBytes: var high } && load > high;

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
