namespace Jupyter.Kernels;

/// <summary>A kernel did not start, ended while it was needed, or was stopped.</summary>
/// <param name="message">What happened, and what the kernel's process said last.</param>
/// <param name="innerException">What caused it.</param>
public sealed class KernelException(string message, Exception? innerException = null) : Exception(message, innerException);
