namespace Jupyter.Kernels;

/// <summary>A kernel that was asked for is not installed, or is installed badly.</summary>
/// <param name="message">What is wrong, and what can be done.</param>
/// <param name="innerException">What caused it.</param>
public sealed class KernelSpecException(string message, Exception? innerException = null)
    : Exception(message, innerException);
