using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Completion;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CSharpKernel.Language.Intelligence;

/// <summary>Tells of what can be written at a place which parameters it takes, or of which type it is.</summary>
internal sealed class Signatures
{
    private const int MaximalOverloads = 20;

    private static readonly SymbolDisplayFormat ParametersFormat = new(
        genericsOptions: SymbolDisplayGenericsOptions.IncludeTypeParameters,
        parameterOptions: SymbolDisplayParameterOptions.IncludeType | SymbolDisplayParameterOptions.IncludeName
            | SymbolDisplayParameterOptions.IncludeParamsRefOut | SymbolDisplayParameterOptions.IncludeDefaultValue,
        miscellaneousOptions: SymbolDisplayMiscellaneousOptions.UseSpecialTypes
            | SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    private readonly SemanticModel _model;
    private readonly int _position;
    private readonly INamespaceOrTypeSymbol? _container;
    private readonly bool _isInstance;

    private Signatures(SemanticModel model, int position, SyntaxNode? owner)
    {
        _model = model;
        _position = position;
        if (owner is null) return;
        var symbol = model.GetSymbolInfo(owner).Symbol;
        _container = symbol as INamespaceOrTypeSymbol ?? model.GetTypeInfo(owner).Type;
        _isInstance = symbol is not INamespaceOrTypeSymbol;
    }

    /// <summary>What can be told at a place where a name begins.</summary>
    public static async Task<Signatures> CreateAsync(Document document, int position, CancellationToken cancellation)
    {
        var root = (await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false))!;
        var model = (await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false))!;
        var before = root.FindToken(Math.Max(0, position - 1));
        SyntaxNode? owner = before.Parent switch
        {
            MemberAccessExpressionSyntax access when access.OperatorToken == before => access.Expression,
            MemberBindingExpressionSyntax { Parent: { } } binding =>
                binding.FirstAncestorOrSelf<ConditionalAccessExpressionSyntax>()?.Expression,
            QualifiedNameSyntax name when name.DotToken == before => name.Left,
            _ => null,
        };
        return new Signatures(model, position, owner);
    }

    /// <summary>The parameters of each overload on a line of its own, or the type.</summary>
    public string Of(CompletionItem item)
    {
        if (!item.Properties.TryGetValue("SymbolName", out var name)) return "";
        var symbols = _model.LookupSymbols(_position, _container, name, includeReducedExtensionMethods: _isInstance);
        return string.Join('\n', symbols.Select(Of).Where(text => text.Length > 0).Distinct().Take(MaximalOverloads));
    }

    private string Of(ISymbol symbol) => symbol switch
    {
        IMethodSymbol method => $"({string.Join(", ", method.Parameters.Select(Show))})",
        IFieldSymbol field => Show(field.Type),
        IPropertySymbol property => Show(property.Type),
        ILocalSymbol local => Show(local.Type),
        IParameterSymbol parameter => Show(parameter.Type),
        IEventSymbol @event => Show(@event.Type),
        INamedTypeSymbol { DelegateInvokeMethod: { } invoke } => $"({string.Join(", ", invoke.Parameters.Select(Show))})",
        _ => "",
    };

    private string Show(ISymbol symbol) => symbol.ToMinimalDisplayString(_model, _position, ParametersFormat);
}
