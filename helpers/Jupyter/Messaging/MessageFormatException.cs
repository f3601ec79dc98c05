namespace Jupyter.Messaging;

/// <summary>Frames arrived that are no message of the Jupyter protocol, or none that its key has signed.</summary>
/// <param name="message">What is wrong.</param>
/// <param name="innerException">What caused it.</param>
public sealed class MessageFormatException(string message, Exception? innerException = null)
    : Exception(message, innerException);
