using System.Globalization;
using System.Text;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CSharpKernel.Language.Intelligence;

/// <summary>Tells what a name in a cell means: its declaration, and what was written about it.</summary>
internal sealed class CodeInspection(SubmissionChain chain, CellPreviews previews)
{
    private const int MaximalOverloads = 12;

    private static readonly SymbolDisplayFormat Format = new(
        typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameAndContainingTypes,
        genericsOptions: SymbolDisplayGenericsOptions.IncludeTypeParameters | SymbolDisplayGenericsOptions.IncludeTypeConstraints
            | SymbolDisplayGenericsOptions.IncludeVariance,
        memberOptions: SymbolDisplayMemberOptions.IncludeType | SymbolDisplayMemberOptions.IncludeParameters
            | SymbolDisplayMemberOptions.IncludeContainingType | SymbolDisplayMemberOptions.IncludeRef
            | SymbolDisplayMemberOptions.IncludeConstantValue | SymbolDisplayMemberOptions.IncludeModifiers,
        delegateStyle: SymbolDisplayDelegateStyle.NameAndSignature,
        extensionMethodStyle: SymbolDisplayExtensionMethodStyle.Default,
        parameterOptions: SymbolDisplayParameterOptions.IncludeType | SymbolDisplayParameterOptions.IncludeName
            | SymbolDisplayParameterOptions.IncludeParamsRefOut | SymbolDisplayParameterOptions.IncludeDefaultValue
            | SymbolDisplayParameterOptions.IncludeExtensionThis,
        propertyStyle: SymbolDisplayPropertyStyle.ShowReadWriteDescriptor,
        localOptions: SymbolDisplayLocalOptions.IncludeType | SymbolDisplayLocalOptions.IncludeConstantValue,
        kindOptions: SymbolDisplayKindOptions.IncludeNamespaceKeyword | SymbolDisplayKindOptions.IncludeTypeKeyword,
        miscellaneousOptions: SymbolDisplayMiscellaneousOptions.UseSpecialTypes
            | SymbolDisplayMiscellaneousOptions.EscapeKeywordIdentifiers
            | SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    /// <summary>What the name at a place means; null if there is nothing to tell. Safe to use from any thread.</summary>
    /// <param name="draft">The cell.</param>
    /// <param name="position">The place, in UTF-16 code units from the beginning.</param>
    /// <param name="detailed">Whether to tell all that is known, the source of the reader's own declarations included.</param>
    /// <param name="cancellation">Gives up.</param>
    public MimeBundle? Inspect(CellDraft draft, int position, bool detailed, CancellationToken cancellation)
    {
        if (!CellText.IsCSharp(draft.Code, position)) return null;
        var compilation = previews.Compile(draft);
        var model = compilation.GetSemanticModel(compilation.SyntaxTrees.Last());
        var found = SymbolFinder.Find(model, position);
        cancellation.ThrowIfCancellationRequested();
        if (found.Symbols.IsEmpty) return null;
        return new MimeBundle
        {
            ["text/plain"] = Write(found, compilation, detailed, markdown: false),
            ["text/markdown"] = Write(found, compilation, detailed, markdown: true),
        };
    }

    private string Write(SymbolFinder.Found found, Compilation compilation, bool detailed, bool markdown)
    {
        var text = new StringBuilder();
        var symbols = found.Symbols;
        var shown = detailed ? symbols.Length : found.IsKnown ? 1 : Math.Min(symbols.Length, MaximalOverloads);
        var declarations = symbols.Take(shown).Select(symbol => Declaration(symbol, detailed)).ToList();
        if (shown < symbols.Length)
        {
            declarations.Add(string.Create(
                CultureInfo.InvariantCulture, $"// and {symbols.Length - shown} more overload{(symbols.Length - shown == 1 ? "" : "s")}"));
        }

        WriteCode(text, string.Join('\n', declarations), markdown);
        var first = symbols[0];
        if (Documentation.Of(first, compilation) is { } documentation)
            WriteDocumentation(text, first, documentation, detailed, markdown);
        if (detailed && SourceOf(first) is { Length: > 0 } source) WriteCode(text, source, markdown);
        if (first.ContainingNamespace is { IsGlobalNamespace: false } space)
            WriteLine(text, "Namespace", space.ToDisplayString(), markdown);
        if (detailed && first.ContainingAssembly is { } assembly && !first.Locations.Any(location => location.IsInSource))
            WriteLine(text, "Assembly", assembly.Name, markdown);
        return text.ToString().TrimEnd();
    }

    private static string Declaration(ISymbol symbol, bool detailed)
    {
        var display = ((symbol as IMethodSymbol)?.GetConstructedReducedFrom() ?? symbol).ToDisplayString(Format);
        var bases = detailed && symbol is INamedTypeSymbol { TypeKind: not (TypeKind.Delegate or TypeKind.Enum) } type ? Bases(type) : "";
        return bases.Length == 0 ? display : $"{display} : {bases}";
    }

    /// <summary>What the reader has written in an earlier cell; empty for what comes from elsewhere.</summary>
    private string SourceOf(ISymbol symbol)
    {
        if (symbol.DeclaringSyntaxReferences is not [var reference, ..]) return "";
        if (symbol.ContainingAssembly is not { } assembly) return "";
        if (chain.FindText(assembly.Name, reference.SyntaxTree.FilePath) is not { } text) return "";
        var node = reference.GetSyntax();
        if (node is VariableDeclaratorSyntax { Parent.Parent: { } declaration }) node = declaration;
        return text.ToOriginal(node.GetLocation().GetLineSpan().Span);
    }

    private static string Bases(INamedTypeSymbol type)
    {
        var parent = type.BaseType is { SpecialType: SpecialType.None } named ? [named] : Array.Empty<INamedTypeSymbol>();
        return string.Join(", ", parent.Concat(type.Interfaces)
            .Select(other => other.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)));
    }

    private static void WriteDocumentation(
        StringBuilder text, ISymbol symbol, XElement documentation, bool detailed, bool markdown)
    {
        WriteElement("summary", "");
        WriteList("param", "Parameters", "name");
        if (detailed) WriteList("typeparam", "Type parameters", "name");
        WriteElement("returns", "Returns");
        WriteElement("value", "Value");
        if (!detailed) return;
        WriteList("exception", "Exceptions", null);
        WriteElement("remarks", "Remarks");
        WriteElement("example", "Example");

        void WriteElement(string name, string title)
        {
            if (documentation.Element(name) is not { } element) return;
            var content = DocumentationText.Of(element, markdown);
            if (content.Length == 0) return;
            if (title.Length > 0) WriteTitle(title);
            text.Append(content).Append("\n\n");
        }

        void WriteList(string name, string title, string? key)
        {
            var elements = documentation.Elements(name).ToArray();
            if (elements.Length == 0) return;
            WriteTitle(title);
            foreach (var element in elements)
            {
                var term = key is null ? DocumentationText.ReferenceOf(element) : (string?)element.Attribute(key);
                text.Append(markdown ? $"- `{term}`: " : $"  {term}: ").Append(DocumentationText.Of(element, markdown)).Append('\n');
            }

            text.Append('\n');
        }

        void WriteTitle(string title) => text.Append(markdown ? $"**{title}**\n\n" : $"{title}:\n");
    }

    private static void WriteCode(StringBuilder text, string code, bool markdown) =>
        text.Append(markdown ? $"```csharp\n{code}\n```\n\n" : $"{code}\n\n");

    private static void WriteLine(StringBuilder text, string title, string value, bool markdown) =>
        text.Append(markdown ? $"**{title}** `{value}`\n\n" : $"{title}: {value}\n");
}
