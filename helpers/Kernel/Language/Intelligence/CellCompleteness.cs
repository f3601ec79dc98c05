using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace CSharpKernel.Language.Intelligence;

/// <summary>Whether a reader who types a cell has come to its end.</summary>
internal static class CellCompleteness
{
    private const int Step = 4;

    /// <summary>Whether the text is a whole cell.</summary>
    public static Completeness Of(string code)
    {
        // The end of text in another language is for the reader to tell, by an empty line.
        if (!CellText.IsCSharp(code, code.Length))
            return code.EndsWith('\n') ? Completeness.Complete : Completeness.Incomplete;
        var tree = CSharpSyntaxTree.ParseText(CellText.OnlyCSharp(code), SubmissionChain.ParseOptions);
        if (!SyntaxFactory.IsCompleteSubmission(tree)) return Completeness.Incomplete;
        return tree.GetDiagnostics().Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)
            ? Completeness.Invalid
            : Completeness.Complete;
    }

    /// <summary>The white space that the next line begins with.</summary>
    public static string IndentationAfter(string code)
    {
        var depth = 0;
        var last = default(SyntaxToken);
        foreach (var token in SyntaxFactory.ParseTokens(CellText.OnlyCSharp(code), options: SubmissionChain.ParseOptions))
        {
            if (token.IsKind(SyntaxKind.EndOfFileToken))
            {
                // Within a comment that is open, nothing is indented.
                if (token.LeadingTrivia.Any(trivia => trivia.ContainsDiagnostics)) return "";
                break;
            }

            depth += token.Kind() switch
            {
                SyntaxKind.OpenBraceToken or SyntaxKind.OpenParenToken or SyntaxKind.OpenBracketToken => 1,
                SyntaxKind.CloseBraceToken or SyntaxKind.CloseParenToken or SyntaxKind.CloseBracketToken => -1,
                _ => 0,
            };
            last = token;
        }

        // Nor within a text that is open.
        if (last.ContainsDiagnostics) return "";
        var continues = last.Kind() is not (SyntaxKind.None or SyntaxKind.SemicolonToken or SyntaxKind.OpenBraceToken
            or SyntaxKind.CloseBraceToken or SyntaxKind.OpenParenToken or SyntaxKind.OpenBracketToken or SyntaxKind.CommaToken);
        return new string(' ', Step * (Math.Max(0, depth) + (continues ? 1 : 0)));
    }
}
