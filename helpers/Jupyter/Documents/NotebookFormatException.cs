namespace Jupyter.Documents;

/// <summary>A file is not a notebook that can be read.</summary>
/// <param name="message">What is wrong with it, and where.</param>
/// <param name="innerException">What caused it.</param>
public sealed class NotebookFormatException(string message, Exception? innerException = null)
    : Exception(message, innerException);
