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

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
