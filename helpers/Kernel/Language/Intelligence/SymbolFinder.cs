using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CSharpKernel.Language.Intelligence;

/// <summary>Finds what the code at a place refers to.</summary>
internal static class SymbolFinder
{
    /// <summary>
    /// The symbols that are meant at a place: of a method, all overloads, the one that is called first. Between the
    /// parentheses of a call where no name stands, what is called.
    /// </summary>
    public static Found Find(SemanticModel model, int position)
    {
        var root = model.SyntaxTree.GetRoot();
        foreach (var token in TokensAt(root, position))
        {
            if (Named(model, token) is { Symbols.Length: > 0 } found) return found;

            // A name that means nothing, or the middle of a text.
            var start = token.IsKind(SyntaxKind.IdentifierToken) ? position : position - 1;
            if (token.SpanStart <= start && position < token.Span.End) return Found.None;
        }

        return CallArguments.At(root, position) is { Call: var call } ? Called(model, call) : Found.None;
    }

    /// <summary>The token that a place is in, and the one that ends there.</summary>
    private static IEnumerable<SyntaxToken> TokensAt(SyntaxNode root, int position)
    {
        var token = root.FindToken(position);
        if (token.Span.Contains(position)) yield return token;
        var before = TokenBefore(root, position);
        if (before.Span.End == position) yield return before;
    }

    /// <summary>The last token that begins before a place.</summary>
    public static SyntaxToken TokenBefore(SyntaxNode root, int position)
    {
        var token = root.FindToken(position);
        while (token.SpanStart >= position && token.SpanStart > 0)
        {
            var previous = token.GetPreviousToken();
            if (previous == default) break;
            token = previous;
        }

        return token;
    }

    private static Found Named(SemanticModel model, SyntaxToken token)
    {
        if (token.Parent is not { } node) return Found.None;
        if (token.IsKind(SyntaxKind.IdentifierToken) && model.GetDeclaredSymbol(node) is { } declared) return new Found([declared]);
        return node switch
        {
            SimpleNameSyntax name => Meant(model, name),
            TypeArgumentListSyntax { Parent: GenericNameSyntax name } => Meant(model, name),
            PredefinedTypeSyntax or ThisExpressionSyntax or BaseExpressionSyntax => Meant(model, (ExpressionSyntax)node),
            BaseObjectCreationExpressionSyntax creation when token == creation.NewKeyword => Called(model, creation),
            _ => Found.None,
        };
    }

    private static Found Meant(SemanticModel model, ExpressionSyntax expression)
    {
        var info = model.GetSymbolInfo(expression);
        if (info.Symbol is IMethodSymbol or null && model.GetMemberGroup(expression) is { Length: > 0 } group)
            return First(info.Symbol, group);
        return info.Symbol is not null ? new Found([info.Symbol]) : new Found(info.CandidateSymbols);
    }

    private static Found Called(SemanticModel model, SyntaxNode call)
    {
        if (call is InvocationExpressionSyntax { Expression: var called })
        {
            var name = called switch
            {
                MemberAccessExpressionSyntax access => access.Name,
                MemberBindingExpressionSyntax binding => binding.Name,
                _ => called,
            };
            return Meant(model, name);
        }

        var info = model.GetSymbolInfo(call);
        if (info.Symbol is null) return new Found(info.CandidateSymbols);
        return First(info.Symbol, call is BaseObjectCreationExpressionSyntax
            ? [.. info.Symbol.ContainingType.InstanceConstructors.Where(constructor => model.IsAccessible(call.SpanStart, constructor))]
            : [info.Symbol]);
    }

    private static Found First(ISymbol? first, ImmutableArray<ISymbol> all)
    {
        if (first is null) return new Found(all);

        // A generic method that is called differs from that of the group by its type arguments.
        return new Found(
            [first, .. all.Where(other => !SymbolEqualityComparer.Default.Equals(
                (other as IMethodSymbol)?.ConstructedFrom ?? other, (first as IMethodSymbol)?.ConstructedFrom ?? first))],
            IsKnown: true);
    }

    /// <summary>What the code at a place refers to.</summary>
    /// <param name="Symbols">The symbols, of a method all overloads.</param>
    /// <param name="IsKnown">Whether the first one is the overload that is called.</param>
    internal readonly record struct Found(ImmutableArray<ISymbol> Symbols, bool IsKnown = false)
    {
        public static Found None { get; } = new([]);
    }
}
