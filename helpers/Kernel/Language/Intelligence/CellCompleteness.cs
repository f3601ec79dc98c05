using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace CSharpKernel.Language.Intelligence;

/// <summary>Whether a reader who types a cell has come to its end.</summary>
internal static class CellCompleteness
{
    private const int Step = 4;

    // The compiler's errors for a comment or a text without an end, within which nothing is indented.
    private static readonly string[] OpenText = ["CS1035", "CS1039", "CS8997"];

    // For a text that ends with its line, which another line cannot mend.
    private const string LineWithoutEnd = "CS1010";

    /// <summary>Whether the text is a whole cell.</summary>
    public static Completeness Of(string code)
    {
        // The end of text in another language is for the reader to tell, by an empty line.
        if (!CellText.IsCSharp(code, code.Length))
            return code.EndsWith('\n') ? Completeness.Complete : Completeness.Incomplete;
        var tree = CSharpSyntaxTree.ParseText(CellText.OnlyCSharp(code), SubmissionChain.ParseOptions);
        var errors = tree.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Select(error => error.Id).ToArray();
        if (errors.Contains(LineWithoutEnd)) return Completeness.Invalid;
        if (errors.Any(OpenText.Contains) || !SyntaxFactory.IsCompleteSubmission(tree)) return Completeness.Incomplete;
        return errors.Length > 0 ? Completeness.Invalid : Completeness.Complete;
    }

    /// <summary>The white space that the next line begins with.</summary>
    public static string IndentationAfter(string code)
    {
        var tree = CSharpSyntaxTree.ParseText(CellText.OnlyCSharp(code), SubmissionChain.ParseOptions);
        if (tree.GetDiagnostics().Any(diagnostic => OpenText.Contains(diagnostic.Id))) return "";
        var depth = 0;
        var last = SyntaxKind.None;
        foreach (var token in tree.GetRoot().DescendantTokens().Where(token => !token.IsMissing && token.Span.Length > 0))
        {
            last = token.Kind();
            depth += last switch
            {
                SyntaxKind.OpenBraceToken or SyntaxKind.OpenParenToken or SyntaxKind.OpenBracketToken => 1,
                SyntaxKind.CloseBraceToken or SyntaxKind.CloseParenToken or SyntaxKind.CloseBracketToken => -1,
                _ => 0,
            };
        }

        var continues = last is not (SyntaxKind.None or SyntaxKind.SemicolonToken or SyntaxKind.OpenBraceToken
            or SyntaxKind.CloseBraceToken or SyntaxKind.OpenParenToken or SyntaxKind.OpenBracketToken or SyntaxKind.CommaToken);
        return new string(' ', Step * (Math.Max(0, depth) + (continues ? 1 : 0)));
    }
}
