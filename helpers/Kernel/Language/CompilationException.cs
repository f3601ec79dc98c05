using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace CSharpKernel.Language;

/// <summary>A cell does not compile.</summary>
/// <param name="text">The cell's text, with what was inserted before it was compiled.</param>
/// <param name="path">The name that the cell goes by in diagnostics.</param>
/// <param name="diagnostics">What the compiler said.</param>
internal sealed class CompilationException(EditedText text, string path, ImmutableArray<Diagnostic> diagnostics)
    : Exception("The cell does not compile.")
{
    public EditedText Text => text;

    public string Path => path;

    public IEnumerable<Diagnostic> Errors => diagnostics
        .Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)
        .OrderBy(diagnostic => diagnostic.Location.SourceSpan.Start);
}
