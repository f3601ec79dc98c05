using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Scripting;

namespace CSharpKernel.Language.Intelligence;

/// <summary>A cell that is being typed, or is yet to run, compiled against those before it. It leaves no trace in the session.</summary>
/// <param name="Script">The cell and those before it.</param>
/// <param name="Options">How the next one is compiled.</param>
internal sealed record CellPreview(Script<object> Script, ScriptOptions Options)
{
    /// <summary>What the cell means.</summary>
    public Compilation Compilation => Script.GetCompilation();

    /// <summary>Whether the cell cannot run. Nothing can be compiled behind such a cell.</summary>
    public bool HasErrors => Compilation.GetDiagnostics().Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);

    /// <summary>A cell behind this one, or the next part of it.</summary>
    public CellPreview Then(string code) =>
        new(Script.ContinueWith<object>(code, Options), Options.WithReferences(Array.Empty<MetadataReference>()));
}
