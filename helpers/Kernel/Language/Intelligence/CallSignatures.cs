using System.Collections.Immutable;
using Jupyter.Intelligence;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CSharpKernel.Language.Intelligence;

/// <summary>Tells what can be called where a reader writes the arguments of a call.</summary>
internal sealed class CallSignatures(CellPreviews previews)
{
    private static readonly SymbolDisplayFormat Format = new(
        genericsOptions: SymbolDisplayGenericsOptions.IncludeTypeParameters,
        memberOptions: SymbolDisplayMemberOptions.IncludeType | SymbolDisplayMemberOptions.IncludeParameters
            | SymbolDisplayMemberOptions.IncludeContainingType | SymbolDisplayMemberOptions.IncludeRef,
        parameterOptions: SymbolDisplayParameterOptions.IncludeType | SymbolDisplayParameterOptions.IncludeName
            | SymbolDisplayParameterOptions.IncludeParamsRefOut | SymbolDisplayParameterOptions.IncludeDefaultValue,
        miscellaneousOptions: SymbolDisplayMiscellaneousOptions.UseSpecialTypes
            | SymbolDisplayMiscellaneousOptions.EscapeKeywordIdentifiers
            | SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    /// <summary>The overloads of the call that a place is within the arguments of; null if it is in none.</summary>
    /// <param name="draft">The cell.</param>
    /// <param name="position">The place, in UTF-16 code units from the beginning.</param>
    /// <param name="cancellation">Gives up.</param>
    public SignatureHelp? Find(CellDraft draft, int position, CancellationToken cancellation)
    {
        if (!CellText.IsCSharp(draft.Code, position)) return null;
        var compilation = previews.Compile(draft);
        var tree = compilation.SyntaxTrees.Last();
        if (CallArguments.At(tree.GetRoot(cancellation), position) is not { } arguments) return null;
        var model = compilation.GetSemanticModel(tree);
        var overloads = Overloads(model, arguments.Call).OrderBy(overload => overload.Parameters.Length).ToArray();
        cancellation.ThrowIfCancellationRequested();
        if (overloads.Length == 0) return null;
        var argument = arguments.IndexAt(position);
        var chosen = Choose(model, overloads, arguments, argument);
        return new SignatureHelp(
            [.. overloads.Select(overload => Describe(overload, compilation))],
            chosen,
            ParameterOf(overloads[chosen], arguments, argument));
    }

    /// <summary>What a call may mean; of a delegate, what calls it.</summary>
    private static ImmutableArray<Overload> Overloads(SemanticModel model, SyntaxNode call)
    {
        switch (call)
        {
            case InvocationExpressionSyntax { Expression: var called }:
                var methods = model.GetMemberGroup(called).OfType<IMethodSymbol>().ToArray();
                if (methods.Length > 0) return [.. methods.Select(method => new Overload(method, method.Parameters))];
                return model.GetTypeInfo(called).Type is INamedTypeSymbol { DelegateInvokeMethod: { } invoke }
                    ? [new Overload(invoke, invoke.Parameters)]
                    : [];
            case BaseObjectCreationExpressionSyntax creation:
                return Constructors(model.GetTypeInfo(creation).Type);
            case PrimaryConstructorBaseTypeSyntax parent:
                return Constructors(model.GetTypeInfo(parent.Type).Type);
            case ConstructorInitializerSyntax { Parent: { } own } initializer when model.GetDeclaredSymbol(own) is { ContainingType: { } type } self:
                return [.. Constructors(initializer.ThisOrBaseKeyword.IsKind(SyntaxKind.ThisKeyword) ? type : type.BaseType)
                    .Where(other => !SymbolEqualityComparer.Default.Equals(other.Symbol, self))];
            case AttributeSyntax attribute:
                return Constructors(model.GetTypeInfo(attribute).Type ?? model.GetSymbolInfo(attribute).CandidateSymbols.FirstOrDefault()?.ContainingType);
            case ElementAccessExpressionSyntax access:
                return Indexers(access.Expression);
            case ElementBindingExpressionSyntax binding when binding.FirstAncestorOrSelf<ConditionalAccessExpressionSyntax>() is { } access:
                return Indexers(access.Expression);
            case ImplicitElementAccessSyntax { Parent.Parent.Parent: BaseObjectCreationExpressionSyntax creation }:
                return Indexers(creation);
            default:
                return [];
        }

        ImmutableArray<Overload> Indexers(ExpressionSyntax owner) => model.GetTypeInfo(owner).Type is { } type
            ? [.. IndexersOf(type).Select(indexer => new Overload(indexer, indexer.Parameters))]
            : [];

        ImmutableArray<Overload> Constructors(ITypeSymbol? type) =>
            [.. (type as INamedTypeSymbol)?.InstanceConstructors
                .Where(constructor => model.IsAccessible(call.SpanStart, constructor))
                .Select(constructor => new Overload(constructor, constructor.Parameters)) ?? []];
    }

    /// <summary>The overload that the compiler takes, or else the first that what has been written fits.</summary>
    private static int Choose(SemanticModel model, Overload[] overloads, CallArguments arguments, int argument)
    {
        var taken = model.GetSymbolInfo(arguments.Call).Symbol?.OriginalDefinition;
        var index = Array.FindIndex(overloads, overload =>
            SymbolEqualityComparer.Default.Equals(overload.Symbol.OriginalDefinition, taken) && HasRoom(overload));
        if (index >= 0) return index;
        return overloads.Index().MaxBy(overload =>
        {
            var fits = arguments.Items.Take(argument + 1).Select((written, i) => Fit(written, i, overload.Item)).DefaultIfEmpty().ToArray();
            return (HasRoom(overload.Item), fits.Min(), fits.Sum());
        }).Index;

        bool HasRoom(Overload overload) =>
            arguments.Items is [] or [{ Name: null, Value.IsMissing: true }] || ParameterOf(overload, arguments, argument) is not null;

        // How well an argument fits: not at all, after a conversion, or as it is.
        int Fit(CallArgument written, int i, Overload overload)
        {
            if (written.Value.IsMissing) return 2;
            if (ParameterOf(overload, arguments, i) is not { } index) return 0;
            var parameter = overload.Parameters[index];
            Span<ITypeSymbol> types = parameter is { IsParams: true, Type: IArrayTypeSymbol array } ? [parameter.Type, array.ElementType] : [parameter.Type];
            var best = 0;
            foreach (var type in types)
            {
                var conversion = model.ClassifyConversion(written.Value, type);
                if (conversion.IsIdentity) best = 2;
                else if (conversion.IsImplicit || HasTypeParameter(type)) best = Math.Max(best, 1);
            }

            return best;
        }
    }

    private static IEnumerable<IPropertySymbol> IndexersOf(ITypeSymbol type)
    {
        for (ITypeSymbol? each = type; each is not null; each = each.BaseType)
        {
            var indexers = each.GetMembers(WellKnownMemberNames.Indexer).OfType<IPropertySymbol>().ToArray();
            if (indexers.Length > 0) return indexers;
        }

        return type.AllInterfaces.SelectMany(each => each.GetMembers(WellKnownMemberNames.Indexer)).OfType<IPropertySymbol>();
    }

    private static bool HasTypeParameter(ITypeSymbol type) => type switch
    {
        ITypeParameterSymbol => true,
        IArrayTypeSymbol array => HasTypeParameter(array.ElementType),
        INamedTypeSymbol named => named.TypeArguments.Any(HasTypeParameter),
        _ => false,
    };

    /// <summary>Which parameter an argument is for; null if there is none.</summary>
    private static int? ParameterOf(Overload overload, CallArguments arguments, int argument)
    {
        var parameters = overload.Parameters;
        if (argument < arguments.Items.Count && arguments.Items[argument].Name is { } name)
        {
            var index = parameters.Select(parameter => parameter.Name).ToList().IndexOf(name);
            return index < 0 ? null : index;
        }

        if (argument < parameters.Length) return argument;
        return parameters is [.., { IsParams: true }] ? parameters.Length - 1 : null;
    }

    private static Signature Describe(Overload overload, Compilation compilation)
    {
        var documentation = Documentation.Of(overload.Symbol, compilation);
        return new Signature(
            overload.Symbol.ToDisplayString(Format),
            documentation?.Element("summary") is { } summary ? DocumentationText.Of(summary, markdown: true) : "",
            [.. overload.Parameters.Select(parameter => new SignatureParameter(
                parameter.ToDisplayString(Format),
                documentation?.Elements("param").FirstOrDefault(element => (string?)element.Attribute("name") == parameter.Name) is { } about
                    ? DocumentationText.Of(about, markdown: true)
                    : ""))]);
    }

    private sealed record Overload(ISymbol Symbol, ImmutableArray<IParameterSymbol> Parameters);
}
