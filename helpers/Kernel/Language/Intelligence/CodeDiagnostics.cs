using System.Globalization;
using CSharpKernel.Language.Packages;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Diagnostic = Jupyter.Intelligence.Diagnostic;
using Severity = Jupyter.Intelligence.DiagnosticSeverity;

namespace CSharpKernel.Language.Intelligence;

/// <summary>Tells what would be said of a cell if it ran now. Nothing runs, and nothing is fetched.</summary>
internal sealed class CodeDiagnostics(CellPreviews previews, PackageReferences packages)
{
    /// <summary>What is to be said, in the order of the text. Safe to use from any thread.</summary>
    /// <param name="draft">The cell.</param>
    /// <param name="cancellation">Gives up.</param>
    public IReadOnlyList<Diagnostic> Find(CellDraft draft, CancellationToken cancellation)
    {
        var code = draft.Code;
        var found = new List<Diagnostic>();
        var lines = CellText.Lines(code).ToArray();
        var hasFiles = true;
        var hasPackages = CheckPackages(code, found);
        foreach (var other in draft.Before.Concat(draft.Before.Append(code).SelectMany(Imported))) hasPackages &= CheckPackages(other, []);
        var cell = previews.Before(draft);
        foreach (var part in CellText.Parts(code))
        {
            if (part.Directive is { } directive)
            {
                var imported = cell.ThenImport(directive);
                var failure = imported.Failure == cell.Failure || !hasPackages ? null : imported.Failure;
                var reason = Directives.Refuse(directive) ?? CannotImport(directive) ?? failure;
                if (reason is not null) found.Add(Error(code, lines[part.Lines.Start], reason));
                hasFiles &= reason is null || Directives.ImportedBy(directive) is null;
                cell = imported;
                continue;
            }

            var next = cell.Then(part.Text);
            var diagnostics = next.Compilation.GetDiagnostics(cancellation);
            var root = next.Compilation.SyntaxTrees.Last().GetRoot(cancellation);
            var certain = diagnostics
                .Where(diagnostic => hasPackages || Certainty.IsCertainWithoutPackages(diagnostic, diagnostics, root))
                .Where(diagnostic => hasFiles || !Certainty.IsOfUnknown(diagnostic))
                .Where(diagnostic => !Certainty.IsOf(cell.Lost, diagnostic, root));
            found.AddRange(Describe(certain, next.Compilation, part.Text));
            cell = diagnostics.FirstOrDefault(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error) is { } error
                ? cell.Without(next, error)
                : next;
        }

        return [.. found.OrderBy(diagnostic => diagnostic.Start)];
    }

    private static IEnumerable<Diagnostic> Describe(
        IEnumerable<Microsoft.CodeAnalysis.Diagnostic> diagnostics, Compilation compilation, string text)
    {
        var tree = compilation.SyntaxTrees.Last();
        var messages = new CompilerMessages(new CellSources(tree.FilePath, new EditedText(text)), isFile: false, compilation);
        foreach (var diagnostic in diagnostics)
        {
            var isError = diagnostic.Severity == DiagnosticSeverity.Error;
            if (!isError && !messages.IsWarning(diagnostic)) continue;
            var isOwn = diagnostic.Location.SourceTree == tree || !diagnostic.Location.IsInSource;
            var message = isOwn ? diagnostic.GetMessage(CultureInfo.InvariantCulture) : messages.Summarise(diagnostic);
            if (isOwn && messages.Suggest(diagnostic) is { } suggestion) message += "\n" + suggestion;

            // What is wrong in a file that the cell loads is told where it loads it.
            var span = isOwn ? diagnostic.Location.SourceSpan : tree.GetRoot().DescendantTrivia()
                .FirstOrDefault(trivia => trivia.GetStructure() is LoadDirectiveTriviaSyntax).Span;
            yield return new Diagnostic(
                span.Start,
                span.End,
                isError ? Severity.Error : Severity.Warning,
                diagnostic.Id,
                message,
                CompilerMessages.LinkOf(diagnostic.Descriptor));
        }
    }

    /// <summary>The code of the files that a cell imports.</summary>
    private static IEnumerable<string> Imported(string code) => !code.Contains("#!", StringComparison.Ordinal)
        ? []
        : CellParts.Split(code)
            .Select(part => part.Directive is { } directive ? Directives.ImportedBy(directive) : null)
            .OfType<string>()
            .SelectMany(ImportedFile.TryRead)
            .Select(cell => cell.Code);

    private static string? CannotImport(string directive)
    {
        try
        {
            if (Directives.ImportedBy(directive) is { } path) ImportedFile.Read(path);
            return null;
        }
        catch (DirectiveException e)
        {
            return e.Message;
        }
    }

    /// <summary>Whether all packages that a cell names have been fetched.</summary>
    private bool CheckPackages(string code, List<Diagnostic> found)
    {
        var isWhole = true;
        foreach (var line in CellText.PackageLines(code))
        {
            try
            {
                isWhole &= PackageDirectives.TakeFrom(code[line]).Packages.All(packages.Contains);
            }
            catch (DirectiveException e)
            {
                isWhole = false;
                found.Add(Error(code, line, e.Message));
            }
        }

        return isWhole;
    }

    private static Diagnostic Error(string code, Range line, string message)
    {
        var text = code[line];
        var start = line.Start.Value + text.Length - text.TrimStart().Length;
        return new Diagnostic(start, start + text.Trim().Length, Severity.Error, "", message, Link: null);
    }
}
