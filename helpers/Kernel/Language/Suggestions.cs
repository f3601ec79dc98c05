using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CSharpKernel.Language;

/// <summary>Tells what may help where the compiler says that nothing has a name.</summary>
/// <param name="compilation">The cell, and those before it.</param>
internal sealed class Suggestions(Compilation compilation)
{
    private const string NotRun = "Has the cell that declares it been run?";
    private const int MaximalNamespaces = 2;

    private readonly VisibleNames _names = new(compilation);

    /// <summary>What may have been meant by a name that nothing has; null for any other diagnostic, or if nothing can be told.</summary>
    public string? Of(Diagnostic diagnostic)
    {
        if (diagnostic.Location.SourceTree is not { } tree) return null;
        if (diagnostic.Id is not ("CS0103" or "CS0246" or "CS0117" or "CS1061")) return null;
        var node = tree.GetRoot().FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true);
        if (node.DescendantNodesAndSelf().OfType<SimpleNameSyntax>().FirstOrDefault() is not { } name) return null;
        var model = compilation.GetSemanticModel(tree);
        return diagnostic.Id switch
        {
            "CS0103" => OfName(name, _ => true),
            "CS0246" when name.FirstAncestorOrSelf<UsingDirectiveSyntax>() is not null => "Has the cell with its #r been run?",
            "CS0246" => OfName(name, known => !model.LookupNamespacesAndTypes(name.SpanStart, name: known).IsEmpty),
            _ => OfMember(name, model),
        };
    }

    private string OfName(SimpleNameSyntax name, Func<string, bool> fits)
    {
        var typed = name.Identifier.ValueText;
        var missing = NamespacesOf(name).Take(MaximalNamespaces).Select(space => $"'using {space};'").ToArray();
        if (missing.Length > 0)
            return $"Is {string.Join(" or ", missing)} missing? If an earlier cell has it, or declares '{typed}', run that cell first.";
        return NearestName.Of(typed, _names.At(name.SyntaxTree, name.SpanStart), fits) is { } nearest
            ? $"Did you mean '{nearest}'?"
            : NotRun;
    }

    private static string? OfMember(SimpleNameSyntax name, SemanticModel model)
    {
        var owner = name.Parent switch
        {
            MemberAccessExpressionSyntax access when access.Name == name => access.Expression,
            MemberBindingExpressionSyntax binding => binding.FirstAncestorOrSelf<ConditionalAccessExpressionSyntax>()?.Expression,
            AssignmentExpressionSyntax { Parent: InitializerExpressionSyntax { Parent: BaseObjectCreationExpressionSyntax creation } } => creation,
            _ => null,
        };
        if (owner is null) return null;
        var type = model.GetSymbolInfo(owner).Symbol as INamedTypeSymbol;
        var isStatic = type is not null;
        if ((type ?? model.GetTypeInfo(owner).Type) is not { } container) return null;
        var members = model.LookupSymbols(name.SpanStart, container, includeReducedExtensionMethods: !isStatic)
            .Where(member => member.CanBeReferencedByName && (member.IsStatic == isStatic || member is INamedTypeSymbol))
            .Select(member => member.Name)
            .Distinct();
        return NearestName.Of(name.Identifier.ValueText, members) is { } nearest ? $"Did you mean '{nearest}'?" : null;
    }

    /// <summary>The namespaces that have a public type of the name, the likeliest first.</summary>
    private IEnumerable<string> NamespacesOf(SimpleNameSyntax name)
    {
        var typed = name.Identifier.ValueText + (name.Parent is AttributeSyntax ? "Attribute" : "");
        return Under(compilation.GlobalNamespace)
            .Where(space => space.GetTypeMembers(typed, name.Arity).Any(type => type.DeclaredAccessibility == Accessibility.Public))
            .Select(space => space.ToDisplayString())
            .OrderBy(space => space.StartsWith("Microsoft.", StringComparison.Ordinal))
            .ThenBy(space => space.Count(letter => letter == '.'))
            .ThenBy(space => space, StringComparer.Ordinal);

        static IEnumerable<INamespaceSymbol> Under(INamespaceSymbol space) =>
            space.GetNamespaceMembers().SelectMany(inner => Under(inner).Prepend(inner));
    }
}
