using System.Globalization;
using Microsoft.CodeAnalysis;
using Diagnostic = Jupyter.Intelligence.Diagnostic;
using Severity = Jupyter.Intelligence.DiagnosticSeverity;

namespace CSharpKernel.Language.Intelligence;

/// <summary>Tells what the compiler would say of a cell if it ran now.</summary>
internal sealed class CodeDiagnostics(SubmissionChain chain)
{
    /// <summary>What is to be said, in the order of the text. Safe to use from any thread.</summary>
    /// <param name="code">The cell.</param>
    /// <param name="cancellation">Gives up.</param>
    public IReadOnlyList<Diagnostic> Find(string code, CancellationToken cancellation)
    {
        var text = CellText.OnlyCSharp(code);
        var compilation = chain.Peek(text);
        var tree = compilation.SyntaxTrees.Last();
        var messages = new CompilerMessages(new EditedText(text), tree.FilePath, isFile: false, compilation);
        return [.. compilation.GetDiagnostics(cancellation)
            .Where(diagnostic => diagnostic.Location.SourceTree == tree)
            .Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error || messages.IsWarning(diagnostic))
            .OrderBy(diagnostic => diagnostic.Location.SourceSpan.Start)
            .Select(diagnostic => new Diagnostic(
                diagnostic.Location.SourceSpan.Start,
                diagnostic.Location.SourceSpan.End,
                diagnostic.Severity == DiagnosticSeverity.Error ? Severity.Error : Severity.Warning,
                diagnostic.Id,
                diagnostic.GetMessage(CultureInfo.InvariantCulture),
                CompilerMessages.LinkOf(diagnostic.Descriptor)))];
    }
}
