using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CSharpKernel.Language.Packages;

/// <summary>
/// What code says of packages, <c>#r "nuget: …"</c> and <c>#i "nuget: …"</c>, which Roslyn does not know.
/// </summary>
/// <param name="Packages">What follows <c>nuget:</c> in each <c>#r</c>.</param>
/// <param name="Sources">What follows <c>nuget:</c> in each <c>#i</c>: where to look for packages, beside the usual sources.</param>
/// <param name="Rest">The code with blanks in their place.</param>
internal sealed record PackageDirectives(IReadOnlyList<string> Packages, IReadOnlyList<string> Sources, string Rest)
{
    private const string Prefix = "nuget:";

    /// <summary>Takes them out of code.</summary>
    /// <exception cref="DirectiveException">An <c>#i</c> names no source of packages.</exception>
    public static PackageDirectives TakeFrom(string code)
    {
        if (!code.Contains(Prefix, StringComparison.OrdinalIgnoreCase) && !code.Contains("#i", StringComparison.Ordinal))
            return new PackageDirectives([], [], code);
        var packages = new List<string>();
        var sources = new List<string>();
        var rest = code.ToCharArray();
        foreach (var directive in Directives(code))
        {
            if (directive is ReferenceDirectiveTriviaSyntax { File: { ValueText: var reference } file } && IsOfPackage(reference))
            {
                packages.Add(reference[Prefix.Length..].Trim());
                rest.AsSpan(directive.SpanStart, file.Span.End - directive.SpanStart).Fill(' ');
            }
            else if (directive is BadDirectiveTriviaSyntax { Identifier.Text: "i" })
            {
                // The text behind it is unread, so that it has no node of its own.
                var line = directive.ToString();
                var source = line[2..].Trim().Trim('"');
                if (!IsOfPackage(source))
                    throw new DirectiveException($"{line.Trim()} names no source of packages. Write #i \"nuget: https://…\" or #i \"nuget: folder\".");
                sources.Add(source[Prefix.Length..].Trim());
                rest.AsSpan(directive.SpanStart, line.TrimEnd().Length).Fill(' ');
            }
        }

        return new PackageDirectives(packages, sources, new string(rest));
    }

    private static IEnumerable<DirectiveTriviaSyntax> Directives(string code)
    {
        var root = CSharpSyntaxTree.ParseText(code, SubmissionChain.ParseOptions).GetRoot();
        for (var directive = root.GetFirstDirective(); directive is not null; directive = directive.GetNextDirective())
            if (directive.IsActive) yield return directive;
    }

    private static bool IsOfPackage(string text) => text.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase);
}
