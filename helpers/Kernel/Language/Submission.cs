using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CSharpKernel.Language;

/// <summary>A compiled cell.</summary>
/// <param name="Compilation">What the compiler has made of it.</param>
/// <param name="Type">The class that it was compiled to; null if there was nothing to run.</param>
internal sealed record Submission(CSharpCompilation Compilation, Type? Type)
{
    /// <summary>Whether later cells can refer to something that it declares.</summary>
    public required bool Declares { get; init; }

    /// <summary>Whether it was compiled with the assemblies that cells seldom use.</summary>
    public required bool HasUnusual { get; init; }

    /// <summary>Whether it ends in an expression, whose value is its result.</summary>
    public required bool EndsInExpression { get; init; }

    /// <summary>What the compiler warns of, line by line.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>The variables that it declares, in order.</summary>
    public IEnumerable<string> VariableNames =>
        Compilation.ScriptClass!.GetMembers().OfType<IFieldSymbol>()
            .Where(member => member is { CanBeReferencedByName: true, IsImplicitlyDeclared: false })
            .Select(member => member.Name);

    /// <summary>Whether its last expression gives no value, as a call of a method does that returns none.</summary>
    public bool ResultIsVoid
    {
        get
        {
            var tree = Compilation.SyntaxTrees.Last();
            return ((CompilationUnitSyntax)tree.GetRoot()).Members.LastOrDefault()
                    is GlobalStatementSyntax { Statement: ExpressionStatementSyntax result }
                && Compilation.GetSemanticModel(tree).GetTypeInfo(result.Expression).Type
                    is { SpecialType: SpecialType.System_Void };
        }
    }
}
