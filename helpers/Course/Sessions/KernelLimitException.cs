namespace Course.Sessions;

/// <summary>As many lessons hold a kernel as may.</summary>
/// <param name="message">Which those are, and what can be done.</param>
internal sealed class KernelLimitException(string message) : Exception(message);
