using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Scripting;
using Microsoft.CodeAnalysis.Scripting;

namespace CSharpKernel.Language;

/// <summary>
/// The empty place behind some cells. Whatever cell is compiled there, the compiler has looked into the references already; and
/// it does not compile the cell before it once more, as it does for each script that continues another. Safe to use from any
/// thread.
/// </summary>
internal sealed class EmptyCell
{
    private static int _last;

    private readonly CSharpCompilation _compilation;

    private EmptyCell(CSharpCompilation compilation) => _compilation = compilation;

    /// <summary>The last one of the cells that it is behind.</summary>
    public CSharpCompilation Previous => _compilation.ScriptCompilationInfo!.PreviousScriptCompilation!;

    /// <summary>The place of the first cell.</summary>
    /// <param name="options">How cells are compiled.</param>
    public static EmptyCell First(ScriptOptions options)
    {
        var script = (CSharpCompilation)CSharpScript.Create<object>("", options).GetCompilation();
        return new EmptyCell(script.WithReferences()).Behind(script);
    }

    /// <summary>What the cell of a text means here.</summary>
    public CSharpCompilation With(SyntaxTree text) => _compilation.ReplaceSyntaxTree(_compilation.SyntaxTrees[0], text);

    /// <summary>
    /// The place behind a cell that was compiled here. It names no reference which that cell does, because a cell inherits those
    /// of the one before it: if each kept its own list of all that were ever named, a thousand cells would take gigabytes.
    /// </summary>
    public EmptyCell Behind(CSharpCompilation cell)
    {
        var number = Interlocked.Increment(ref _last).ToString(CultureInfo.InvariantCulture);
        return new EmptyCell(_compilation
            .WithAssemblyName("cell#" + number)
            .WithOptions(_compilation.Options.WithScriptClassName("Submission#" + number))
            .WithReferences(_compilation.ExternalReferences.Except(cell.ExternalReferences))
            .WithScriptCompilationInfo(_compilation.ScriptCompilationInfo!.WithPreviousScriptCompilation(cell)));
    }

    /// <summary>The same with more assemblies.</summary>
    public EmptyCell WithReferences(IEnumerable<MetadataReference> added) => new(_compilation.AddReferences(added));

    /// <summary>The same with other means to find what a cell references and loads.</summary>
    public EmptyCell WithResolvers(MetadataReferenceResolver references, SourceReferenceResolver sources) => new(_compilation.WithOptions(
        _compilation.Options.WithMetadataReferenceResolver(references).WithSourceReferenceResolver(sources)));
}
