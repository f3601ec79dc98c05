using System.Xml;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;

namespace CSharpKernel.Language.Intelligence;

/// <summary>Finds what was written about a symbol: in its source, or in the XML file that came with its assembly.</summary>
internal static class Documentation
{
    /// <summary>The documentation of a symbol; null if there is none.</summary>
    /// <param name="symbol">The symbol.</param>
    /// <param name="compilation">The compilation that knows where its assembly is.</param>
    public static XElement? Of(ISymbol symbol, Compilation compilation)
    {
        // Bounded, should a class claim to inherit its words from itself.
        for (var i = 0; i < 10; i++)
        {
            symbol = ((symbol as IMethodSymbol)?.ReducedFrom ?? symbol).OriginalDefinition;
            if (Find(symbol, compilation) is not { } own) return null;
            if (own.Element("inheritdoc") is not { } inherited) return own;
            if (inherited.Attribute("cref") is { } named)
            {
                if (DocumentationCommentId.GetFirstSymbolForReferenceId(named.Value, compilation) is not { } source) return null;
                symbol = source;
                continue;
            }

            if (Base(symbol) is not { } overridden) return null;
            symbol = overridden;
        }

        return null;
    }

    private static XElement? Find(ISymbol symbol, Compilation compilation)
    {
        if (Parse(symbol.GetDocumentationCommentXml()) is { } written) return written;
        if (symbol.ContainingAssembly is not { } assembly || symbol.GetDocumentationCommentId() is not { } id) return null;
        if (compilation.GetMetadataReference(assembly) is not PortableExecutableReference { FilePath: { } path }) return null;
        return Parse(DocumentationFiles.Find(path, id));
    }

    private static XElement? Parse(string? xml)
    {
        if (string.IsNullOrWhiteSpace(xml)) return null;
        try
        {
            return XElement.Parse(xml, LoadOptions.PreserveWhitespace);
        }
        catch (XmlException)
        {
            return null;
        }
    }

    private static ISymbol? Base(ISymbol symbol)
    {
        ISymbol? overridden = symbol switch
        {
            IMethodSymbol method => method.OverriddenMethod,
            IPropertySymbol property => property.OverriddenProperty,
            IEventSymbol @event => @event.OverriddenEvent,
            INamedTypeSymbol type => type.BaseType is { SpecialType: SpecialType.None } parent ? parent : type.Interfaces.FirstOrDefault(),
            _ => null,
        };
        return overridden ?? symbol.ContainingType?.AllInterfaces
            .SelectMany(type => type.GetMembers(symbol.Name))
            .FirstOrDefault(member => SymbolEqualityComparer.Default.Equals(
                symbol.ContainingType.FindImplementationForInterfaceMember(member), symbol));
    }
}
