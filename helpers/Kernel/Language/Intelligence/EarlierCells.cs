using System.Collections.Immutable;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CSharpKernel.Language.Intelligence;

/// <summary>
/// What the cells so far have declared, as one text: completion would slow down with every cell that it has to look through.
/// Where a later cell declares a name anew, only that declaration is left. Not safe to use from several threads at once.
/// </summary>
internal sealed class EarlierCells
{
    private Dictionary<Compilation, Cell> _cells = [];
    private Compilation? _tip;
    private ImmutableArray<MetadataReference> _references = [];

    /// <summary>The declarations.</summary>
    public string Text { get; private set; } = "";

    /// <summary>What cells can refer to by its name, of all that is declared.</summary>
    public IReadOnlySet<string> Names { get; private set; } = new HashSet<string>();

    /// <summary>The assemblies that cells have referenced, with those that every cell may use.</summary>
    public IReadOnlyList<MetadataReference> References { get; private set; } = [];

    /// <summary>Takes account of the cells up to a given one.</summary>
    /// <param name="tip">The last cell.</param>
    /// <param name="references">The assemblies that every cell may use by now.</param>
    /// <returns>Whether anything is new.</returns>
    public bool Update(Compilation tip, ImmutableArray<MetadataReference> references)
    {
        if (ReferenceEquals(tip, _tip) && references.SequenceEqual(_references)) return false;
        (_tip, _references) = (tip, references);
        var known = _cells;
        var cells = new List<Cell>();
        _cells = [];
        for (var compilation = tip; compilation is not null; compilation = compilation.ScriptCompilationInfo?.PreviousScriptCompilation)
        {
            if (!known.TryGetValue(compilation, out var cell)) cell = Cell.Of(compilation);
            _cells[compilation] = cell;
            cells.Add(cell);
        }

        Fold(cells);
        References = [.. references.Concat(cells.SelectMany(cell => cell.References)).Distinct()];
        return true;
    }

    /// <summary>Puts the declarations together.</summary>
    /// <param name="cells">The cells, the latest first.</param>
    private void Fold(List<Cell> cells)
    {
        var kinds = new Dictionary<string, SymbolKind>();
        var keys = new HashSet<string>();
        var declarations = new List<string>();
        foreach (var declaration in cells.SelectMany(cell => cell.Declarations))
        {
            // A method hides one of the same signature only, and a type one with as many type parameters; all else hides
            // whatever has its name.
            if (kinds.TryAdd(declaration.Name, declaration.Kind) || kinds[declaration.Name] == declaration.Kind)
            {
                if (keys.Add(declaration.Key)) declarations.Add(declaration.Text);
            }
        }

        var text = new StringBuilder();
        foreach (var directive in cells.SelectMany(cell => cell.Usings).DistinctBy(directive => directive.Key))
            text.AppendLine(directive.Text);

        // Several constants of one declaration have the same text.
        foreach (var declaration in declarations.Distinct().Reverse()) text.AppendLine(declaration);
        Text = text.ToString();
        Names = kinds.Keys.ToHashSet();
    }

    private sealed record Declaration(string Name, SymbolKind Kind, string Key, string Text);

    private sealed record Cell(
        IReadOnlyList<(string Key, string Text)> Usings,
        IReadOnlyList<Declaration> Declarations,
        IReadOnlyList<MetadataReference> References)
    {
        // Fields of the reader's own get their type by name, so that no initializer has to be understood again.
        private static readonly SymbolDisplayFormat TypeFormat = SymbolDisplayFormat.FullyQualifiedFormat
            .AddMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

        public static Cell Of(Compilation compilation)
        {
            var root = (CompilationUnitSyntax?)compilation.SyntaxTrees.LastOrDefault()?.GetRoot();
            return new Cell(
                [.. (root?.Usings ?? []).Select(directive => (Key(directive), directive.ToString()))],
                [.. Declared(compilation).Reverse()],
                [.. compilation.DirectiveReferences]);

            static string Key(UsingDirectiveSyntax directive) => directive.Alias?.Name.ToString() ?? directive.ToString();
        }

        private static IEnumerable<Declaration> Declared(Compilation compilation)
        {
            foreach (var member in compilation.ScriptClass?.GetMembers() ?? [])
            {
                if (member.IsImplicitlyDeclared || member.DeclaringSyntaxReferences.Length == 0) continue;
                if (!member.CanBeReferencedByName) continue;
                var key = member switch
                {
                    IMethodSymbol method => $"{method.Name}({string.Join(',', method.Parameters.Select(Type))})`{method.Arity}",
                    INamedTypeSymbol type => type.MetadataName,
                    _ => member.Name,
                };
                if (Write(member) is { } text) yield return new Declaration(member.Name, member.Kind, key, text);
            }

            static string Type(IParameterSymbol parameter) =>
                (parameter.RefKind == RefKind.None ? "" : "ref ") + parameter.Type.ToDisplayString(TypeFormat);
        }

        private static string? Write(ISymbol member)
        {
            var nodes = member.DeclaringSyntaxReferences.Select(reference => reference.GetSyntax()).ToArray();
            if (nodes[0] is not VariableDeclaratorSyntax { Parent.Parent: MemberDeclarationSyntax declaration } variable)
                return member is IFieldSymbol other ? WriteVariable(other) : string.Concat(nodes.Select(WithDocumentation));
            return member switch
            {
                IFieldSymbol { IsConst: false } field when WriteVariable(field) is { } text => Documentation(declaration) + text,

                // Of an anonymous type, which has no name.
                IFieldSymbol { IsConst: false } when variable.Initializer is { } initializer =>
                    $"{Documentation(declaration)}var {variable.Identifier} {initializer};",
                _ => WithDocumentation(declaration),
            };
        }

        private static string? WriteVariable(IFieldSymbol field) =>
            HasName(field.Type) ? $"{field.Type.ToDisplayString(TypeFormat)} {field.ToDisplayString(TypeFormat)};" : null;

        private static bool HasName(ITypeSymbol type) => type switch
        {
            { IsAnonymousType: true } => false,
            IErrorTypeSymbol => false,
            IArrayTypeSymbol array => HasName(array.ElementType),
            INamedTypeSymbol named => named.TypeArguments.All(HasName) && (named.ContainingType is null || HasName(named.ContainingType)),
            _ => true,
        };

        private static string WithDocumentation(SyntaxNode node) => Documentation(node) + node;

        private static string Documentation(SyntaxNode node) => string.Concat(node.GetLeadingTrivia()
            .Where(trivia => trivia.HasStructure && trivia.GetStructure() is DocumentationCommentTriviaSyntax)
            .Select(trivia => trivia.ToFullString()));
    }
}
