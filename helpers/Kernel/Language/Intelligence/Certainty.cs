using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CSharpKernel.Language.Intelligence;

/// <summary>
/// Whether what the compiler says of a cell would also be so if it knew all that will be there when the cell runs.
/// </summary>
internal static class Certainty
{
    /// <summary>Nothing has a name.</summary>
    private static readonly string[] UnknownName = ["CS0012", "CS0103", "CS0117", "CS0234", "CS0246", "CS1061", "CS1929"];

    /// <summary>No method fits: none of the name takes such arguments, or has the name that a statement asks for.</summary>
    private static readonly string[] UnknownMethod =
        ["CS0411", "CS1501", "CS1503", "CS1579", "CS1739", "CS1935", "CS1936", "CS7036", "CS8129", "CS8411"];

    /// <summary>Whether a diagnostic says that nothing has a name.</summary>
    public static bool IsOfUnknown(Microsoft.CodeAnalysis.Diagnostic diagnostic) => UnknownName.Contains(diagnostic.Id);

    /// <summary>Whether a diagnostic says that nothing has one of the given names.</summary>
    public static bool IsOf(IReadOnlyCollection<string> names, Microsoft.CodeAnalysis.Diagnostic diagnostic, SyntaxNode root) =>
        names.Count > 0 && IsOfUnknown(diagnostic)
        && NodeOf(diagnostic, root) is SimpleNameSyntax name && names.Contains(name.Identifier.ValueText);

    /// <summary>
    /// Whether no package that is yet to be fetched can make a diagnostic untrue. Packages bring types, extension methods and
    /// overloads of those; they do not bring a variable, or a field of a known type.
    /// </summary>
    /// <param name="diagnostic">The diagnostic.</param>
    /// <param name="all">All that the compiler says of the cell.</param>
    /// <param name="root">The cell.</param>
    public static bool IsCertainWithoutPackages(
        Microsoft.CodeAnalysis.Diagnostic diagnostic, IReadOnlyCollection<Microsoft.CodeAnalysis.Diagnostic> all, SyntaxNode root)
    {
        if (UnknownMethod.Contains(diagnostic.Id))
        {
            return NodeOf(diagnostic, root)?.FirstAncestorOrSelf<InvocationExpressionSyntax>() is
            {
                Expression: not (MemberAccessExpressionSyntax or MemberBindingExpressionSyntax),
            };
        }

        if (!IsOfUnknown(diagnostic)) return true;
        return diagnostic.Id switch
        {
            "CS0103" => NodeOf(diagnostic, root) is IdentifierNameSyntax name && MustBeVariable(name) && !ImportsMembers(root)
                && !IsGivenToUnknown(name, all),
            "CS0117" or "CS1061" => NodeOf(diagnostic, root) is IdentifierNameSyntax { Parent: MemberAccessExpressionSyntax access } member
                && access.Name == member && access.Parent is not (InvocationExpressionSyntax or ArgumentSyntax),
            _ => false,
        };
    }

    private static SyntaxNode? NodeOf(Microsoft.CodeAnalysis.Diagnostic diagnostic, SyntaxNode root) =>
        diagnostic.Location.SourceTree == root.SyntaxTree
            ? root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true)
            : null;

    private static bool MustBeVariable(IdentifierNameSyntax name) => name.Parent switch
    {
        MemberAccessExpressionSyntax access => access.Expression != name,
        InvocationExpressionSyntax or ConstantPatternSyntax or CaseSwitchLabelSyntax => false,
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.IsExpression or (int)SyntaxKind.AsExpression } binary => binary.Left == name,
        ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "nameof" } } } => false,
        _ => true,
    };

    /// <summary>Whether it is an argument for something that is not known either, so that nobody can tell what is to stand there.</summary>
    private static bool IsGivenToUnknown(IdentifierNameSyntax name, IReadOnlyCollection<Microsoft.CodeAnalysis.Diagnostic> all) =>
        name.Parent is ArgumentSyntax { Parent: BaseArgumentListSyntax { Parent: { } call } arguments } && all.Any(other => IsOfUnknown(other)
            && call.Span.Contains(other.Location.SourceSpan) && !arguments.Span.Contains(other.Location.SourceSpan));

    private static bool ImportsMembers(SyntaxNode root) =>
        root is CompilationUnitSyntax unit && unit.Usings.Any(directive => directive.StaticKeyword != default);
}
