namespace CSharpKernel.Language;

/// <summary>A directive of a cell cannot be done; the message says why and what to do instead.</summary>
internal class DirectiveException(string message) : Exception(message);
