using System.Composition.Hosting;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Microsoft.CodeAnalysis.Host;
using Microsoft.CodeAnalysis.Host.Mef;

namespace CSharpKernel.Language.Intelligence;

/// <summary>
/// The parts of Roslyn that completion needs, of many hundred. To put all of them together takes twice as long; and some
/// offer what a cell cannot do, such as to add a <c>using</c> for a type that is not imported.
/// </summary>
internal static class CompletionServices
{
    private static readonly HashSet<string> Exports =
    [
        "ExportAttribute", "ExportLanguageServiceAttribute", "ExportLanguageServiceFactoryAttribute",
        "ExportWorkspaceServiceAttribute", "ExportWorkspaceServiceFactoryAttribute", "ExportCompletionProviderAttribute",
    ];

    public static HostServices Create()
    {
        var parts = MefHostServices.DefaultAssemblies.SelectMany(FindParts);
        return MefHostServices.Create(new ContainerConfiguration().WithParts(parts).CreateContainer());
    }

    /// <summary>An assembly's parts, found in its metadata: to load each of its types takes long, and memory that stays.</summary>
    private static List<Type> FindParts(Assembly assembly)
    {
        using var file = new PEReader(File.OpenRead(assembly.Location));
        var metadata = file.GetMetadataReader();
        var parts = new List<Type>();
        foreach (var type in metadata.TypeDefinitions.Select(metadata.GetTypeDefinition))
        {
            if (!type.GetCustomAttributes().Any(attribute => Exports.Contains(NameOfType(metadata, attribute)))) continue;
            var name = NameOf(metadata, type);
            if (IsNeeded(name) && assembly.GetType(name) is { } part) parts.Add(part);
        }

        return parts;
    }

    private static bool IsNeeded(string name) =>
        !name.Contains("ImportCompletion", StringComparison.Ordinal) && !name.Contains("Snippet", StringComparison.Ordinal);

    private static string NameOfType(MetadataReader metadata, CustomAttributeHandle handle)
    {
        switch (metadata.GetCustomAttribute(handle).Constructor)
        {
            case { Kind: HandleKind.MethodDefinition } method:
                var type = metadata.GetMethodDefinition((MethodDefinitionHandle)method).GetDeclaringType();
                return metadata.GetString(metadata.GetTypeDefinition(type).Name);
            case { Kind: HandleKind.MemberReference } member
                when metadata.GetMemberReference((MemberReferenceHandle)member).Parent is { Kind: HandleKind.TypeReference } parent:
                return metadata.GetString(metadata.GetTypeReference((TypeReferenceHandle)parent).Name);
            default:
                return "";
        }
    }

    private static string NameOf(MetadataReader metadata, TypeDefinition type)
    {
        var name = metadata.GetString(type.Name);
        var outer = type.GetDeclaringType();
        if (!outer.IsNil) return $"{NameOf(metadata, metadata.GetTypeDefinition(outer))}+{name}";
        return type.Namespace.IsNil ? name : $"{metadata.GetString(type.Namespace)}.{name}";
    }
}
