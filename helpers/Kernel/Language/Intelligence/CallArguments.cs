using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CSharpKernel.Language.Intelligence;

/// <summary>The arguments of a call, of an indexer or of an attribute, as far as they have been written.</summary>
/// <param name="List">The list, which is open while somebody is writing it.</param>
/// <param name="Call">What they are given to.</param>
/// <param name="Items">The arguments, one that is missing between two commas included.</param>
/// <param name="Commas">Where each comma ends.</param>
internal sealed record CallArguments(
    SyntaxNode List, SyntaxNode Call, IReadOnlyList<CallArgument> Items, IReadOnlyList<int> Commas)
{
    /// <summary>
    /// The innermost list of arguments that a place is in, which may be open still; null if it is in none, or in a block of
    /// statements within it.
    /// </summary>
    public static CallArguments? At(SyntaxNode root, int position)
    {
        // Of an open list, the last token belongs to the call, but the place behind it does not.
        for (var node = SymbolFinder.TokenBefore(root, position).Parent; node is not null; node = node.Parent)
        {
            if (node.SpanStart < position && !IsClosed(node, position) && TryRead(node) is { } arguments) return arguments;
            if (node is BlockSyntax block && block.SpanStart < position && !(block.CloseBraceToken is { IsMissing: false } end && end.Span.End <= position))
                return null;
        }

        return null;
    }

    /// <summary>Which argument a place is in.</summary>
    public int IndexAt(int position) => Commas.Count(comma => comma <= position);

    private static CallArguments? TryRead(SyntaxNode node) => node switch
    {
        BaseArgumentListSyntax { Parent: { } call } list => new CallArguments(
            list,
            call,
            [.. list.Arguments.Select(argument => new CallArgument(argument.NameColon?.Name.Identifier.ValueText, argument.Expression))],
            [.. list.Arguments.GetSeparators().Select(comma => comma.Span.End)]),
        AttributeArgumentListSyntax { Parent: { } call } list => new CallArguments(
            list,
            call,
            [.. list.Arguments.Select(argument => new CallArgument(
                (argument.NameColon?.Name ?? argument.NameEquals?.Name)?.Identifier.ValueText, argument.Expression))],
            [.. list.Arguments.GetSeparators().Select(comma => comma.Span.End)]),
        _ => null,
    };

    private static bool IsClosed(SyntaxNode list, int position)
    {
        var last = list.GetLastToken(includeZeroWidth: true);
        return !last.IsMissing && last.Kind() is SyntaxKind.CloseParenToken or SyntaxKind.CloseBracketToken
            && last.Span.End <= position;
    }
}

/// <summary>An argument.</summary>
/// <param name="Name">The parameter, or the property of an attribute, that it is for; null if its place tells.</param>
/// <param name="Value">What is given.</param>
internal sealed record CallArgument(string? Name, ExpressionSyntax Value);
