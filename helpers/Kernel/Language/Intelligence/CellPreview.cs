using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace CSharpKernel.Language.Intelligence;

/// <summary>A cell that is being typed, or is yet to run, compiled against those before it. It leaves no trace in the session.</summary>
/// <param name="Compilation">What the cell means.</param>
/// <param name="Next">Where the next one is compiled.</param>
internal sealed record CellPreview(CSharpCompilation Compilation, EmptyCell Next)
{
    /// <summary>
    /// What cells declare that are left out, because they have errors: whether it would be there nobody knows.
    /// </summary>
    public IReadOnlyList<string> Lost { get; init; } = [];

    /// <summary>The first error of a file that was imported; null if there is none.</summary>
    public string? Failure { get; init; }

    /// <summary>The files that are being imported, one within the other.</summary>
    private IReadOnlyList<string> Importing { get; init; } = [];

    /// <summary>The name that what comes next goes by; empty for a cell.</summary>
    private string Path { get; init; } = "";

    /// <summary>A cell behind this one, or the next part of it.</summary>
    public CellPreview Then(string code)
    {
        var compilation = Next.With(SubmissionChain.Parse(code, Path));
        return this with { Compilation = compilation, Next = Next.Behind(compilation) };
    }

    /// <summary>What is behind a cell that is yet to run.</summary>
    public CellPreview ThenRun(string code) => CellText.Parts(code).Aggregate(this, (last, part) => part.Directive is { } directive
        ? last.ThenImport(directive)
        : last.ThenRunPart(part.Text));

    /// <summary>What is behind a part of a cell that is all C#. Nothing can be compiled behind one that has errors.</summary>
    public CellPreview ThenRunPart(string code)
    {
        var next = Then(code);
        var error = next.Compilation.GetDiagnostics().FirstOrDefault(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        return error is null ? next : Without(next, error);
    }

    /// <summary>What is behind a part that is left out.</summary>
    public CellPreview Without(CellPreview part, Diagnostic error)
    {
        var declared = part.Compilation.SyntaxTrees.Last().GetRoot().DescendantNodes().Select(VisibleNames.NameOf);
        return this with { Lost = [.. Lost, .. declared.Where(name => name.Length > 0)], Failure = Failure ?? part.Describe(error) };
    }

    /// <summary>What is behind a directive, which may import a file.</summary>
    public CellPreview ThenImport(string directive)
    {
        if (Directives.ImportedBy(directive) is not { } path) return this;
        if (WorkingFolder.TryResolve(path) is not { } whole || Importing.Contains(whole)) return this;
        var last = this with { Importing = [.. Importing, whole] };
        foreach (var cell in ImportedFile.TryRead(path))
            last = (last with { Path = cell.Name }).ThenRun(cell.Code);
        return last with { Path = Path, Importing = Importing };
    }

    private string? Describe(Diagnostic error) => Importing.Count == 0
        ? null
        : new CompilerMessages(new CellSources(Path, new EditedText("")), isFile: true, Compilation).Summarise(error);
}
