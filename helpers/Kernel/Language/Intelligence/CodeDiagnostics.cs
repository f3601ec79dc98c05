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
    /// <summary>Of a name, a type, a member: nothing has this name. It may come with what only running the cell brings.</summary>
    private static readonly string[] Unknown = ["CS0012", "CS0103", "CS0117", "CS0234", "CS0246", "CS1061", "CS1929"];

    /// <summary>What is to be said, in the order of the text. Safe to use from any thread.</summary>
    /// <param name="draft">The cell.</param>
    /// <param name="cancellation">Gives up.</param>
    public IReadOnlyList<Diagnostic> Find(CellDraft draft, CancellationToken cancellation)
    {
        var code = draft.Code;
        var found = new List<Diagnostic>();
        var isWhole = CheckPackages(code, found) & CheckDirectives(code, found);
        var cell = previews.Before(draft);
        foreach (var part in CellText.Parts(code))
        {
            cell = cell.Then(part);
            var diagnostics = Compile(cell.Compilation, part, cancellation).ToArray();
            found.AddRange(diagnostics.Where(diagnostic => isWhole || !Unknown.Contains(diagnostic.Code)));
            if (diagnostics.Any(diagnostic => diagnostic.Severity == Severity.Error)) break;
        }

        return [.. found.OrderBy(diagnostic => diagnostic.Start)];
    }

    private static IEnumerable<Diagnostic> Compile(Compilation compilation, string text, CancellationToken cancellation)
    {
        var tree = compilation.SyntaxTrees.Last();
        var messages = new CompilerMessages(new EditedText(text), tree.FilePath, isFile: false, compilation);
        foreach (var diagnostic in compilation.GetDiagnostics(cancellation))
        {
            var isError = diagnostic.Severity == DiagnosticSeverity.Error;
            if (!isError && !messages.IsWarning(diagnostic)) continue;
            var isOwn = diagnostic.Location.SourceTree == tree || !diagnostic.Location.IsInSource;
            var message = isOwn ? diagnostic.GetMessage(CultureInfo.InvariantCulture) : messages.Summarise(diagnostic);
            if (isOwn && messages.Suggest(diagnostic) is { } suggestion) message += "\n" + suggestion;

            // What is wrong in a file that the cell loads is told where it loads it.
            var span = isOwn ? diagnostic.Location.SourceSpan : tree.GetRoot(cancellation).DescendantTrivia()
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

    /// <summary>Whether all that the directives of a cell bring is known.</summary>
    private static bool CheckDirectives(string code, List<Diagnostic> found)
    {
        if (!code.Contains("#!", StringComparison.Ordinal)) return true;
        var isWhole = true;
        var lines = CellText.Lines(code).ToArray();
        foreach (var part in CellParts.Split(code))
        {
            if (part.Directive is not { } directive) continue;
            isWhole &= Directives.NameOf(directive) != "#!import";
            if (Directives.Refuse(directive) is { } reason) found.Add(Error(code, lines[part.Lines.Start], reason));
        }

        return isWhole;
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
