using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CSharpKernel.Language;

/// <summary>
/// The names that code can use at a place. The compiler itself can tell them too, but looks for each of some thousand in every
/// earlier cell, which takes seconds where there are many.
/// </summary>
/// <param name="compilation">The cell, and those before it.</param>
internal sealed class VisibleNames(Compilation compilation)
{
    private readonly Lazy<HashSet<string>> _everywhere = new(() => Everywhere(compilation));

    /// <summary>The names, also those that others hide.</summary>
    /// <param name="tree">The text.</param>
    /// <param name="position">The place in it.</param>
    public IEnumerable<string> At(SyntaxTree tree, int position)
    {
        var names = tree.GetRoot().DescendantNodes()
            .Where(node => ScopeOf(node).FullSpan.Contains(position))
            .Select(NameOf)
            .ToHashSet();
        var model = compilation.GetSemanticModel(tree);
        foreach (var type in tree.GetRoot().FindToken(position).Parent!.AncestorsAndSelf().OfType<BaseTypeDeclarationSyntax>())
        {
            for (var each = model.GetDeclaredSymbol(type); each is not null; each = each.BaseType) names.UnionWith(each.MemberNames);
        }

        return names.Concat(_everywhere.Value).Where(name => name is [var first, ..] && (char.IsLetter(first) || first == '_'));
    }

    /// <summary>What every place in a cell can use: what it and earlier ones declare or import.</summary>
    private static HashSet<string> Everywhere(Compilation compilation)
    {
        var names = new HashSet<string>();
        var imports = ((CSharpCompilationOptions)compilation.Options).Usings.ToHashSet();
        for (var cell = compilation; cell is not null; cell = cell.ScriptCompilationInfo?.PreviousScriptCompilation)
        {
            names.UnionWith(cell.ScriptClass?.MemberNames ?? []);
            names.UnionWith(cell.ScriptClass?.GetTypeMembers().Select(type => type.Name) ?? []);
            foreach (var directive in cell.SyntaxTrees.SelectMany(text => ((CompilationUnitSyntax)text.GetRoot()).Usings))
            {
                if (directive.Alias is { } alias) names.Add(alias.Name.Identifier.ValueText);
                else if (directive.Name is { } name) imports.Add(name.ToString());
            }
        }

        foreach (var import in imports) names.UnionWith(Imported(compilation, import));
        return names;
    }

    private static SyntaxNode ScopeOf(SyntaxNode declaration) => declaration.Ancestors().FirstOrDefault(node => node
        is BlockSyntax or AnonymousFunctionExpressionSyntax or BaseMethodDeclarationSyntax or LocalFunctionStatementSyntax
        or BaseTypeDeclarationSyntax or ForStatementSyntax or CommonForEachStatementSyntax or UsingStatementSyntax
        or CatchClauseSyntax or SwitchSectionSyntax or QueryExpressionSyntax) ?? declaration.SyntaxTree.GetRoot();

    /// <summary>The name that a declaration gives; empty if the node is none.</summary>
    public static string NameOf(SyntaxNode node) => (node switch
    {
        VariableDeclaratorSyntax variable => variable.Identifier,
        SingleVariableDesignationSyntax variable => variable.Identifier,
        ForEachStatementSyntax loop => loop.Identifier,
        CatchDeclarationSyntax exception => exception.Identifier,
        FromClauseSyntax clause => clause.Identifier,
        LetClauseSyntax clause => clause.Identifier,
        ParameterSyntax parameter => parameter.Identifier,
        TypeParameterSyntax parameter => parameter.Identifier,
        LocalFunctionStatementSyntax function => function.Identifier,
        MethodDeclarationSyntax method => method.Identifier,
        PropertyDeclarationSyntax property => property.Identifier,
        BaseTypeDeclarationSyntax type => type.Identifier,
        DelegateDeclarationSyntax type => type.Identifier,
        _ => default,
    }).ValueText;

    /// <summary>What a namespace has, or a type has of its own.</summary>
    private static IEnumerable<string> Imported(Compilation compilation, string import)
    {
        INamespaceOrTypeSymbol? found = compilation.GlobalNamespace;
        foreach (var part in import.Split('.'))
            found = found?.GetMembers(part).OfType<INamespaceOrTypeSymbol>().FirstOrDefault();
        return found switch
        {
            INamespaceSymbol space => space.GetTypeMembers().Where(type => type.DeclaredAccessibility == Accessibility.Public).Select(type => type.Name),
            INamedTypeSymbol type => type.GetMembers().Where(member => member.IsStatic).Select(member => member.Name),
            _ => [],
        };
    }
}
