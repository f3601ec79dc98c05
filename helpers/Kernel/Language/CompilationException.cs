using Microsoft.CodeAnalysis;

namespace CSharpKernel.Language;

/// <summary>A cell does not compile.</summary>
/// <param name="errors">The compiler's errors.</param>
/// <param name="messages">Tells them in the cell's terms.</param>
internal sealed class CompilationException(IReadOnlyList<Diagnostic> errors, CompilerMessages messages)
    : Exception("The cell does not compile.")
{
    public IReadOnlyList<Diagnostic> Errors => errors;

    public CompilerMessages Messages => messages;
}
