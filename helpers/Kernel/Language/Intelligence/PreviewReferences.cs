using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;

namespace CSharpKernel.Language.Intelligence;

/// <summary>
/// Finds what <c>#r</c> names in a cell that is being typed. The session learns nothing of it: what has been typed of a path may
/// be that of another file.
/// </summary>
internal sealed class PreviewReferences(ReferenceResolver references) : MetadataReferenceResolver
{
    public override bool ResolveMissingAssemblies => true;

    public override ImmutableArray<PortableExecutableReference> ResolveReference(
        string reference, string? baseFilePath, MetadataReferenceProperties properties)
    {
        if (WorkingFolder.TryResolve(reference) is not { } path) return [];
        return File.Exists(path)
            ? [references.Read(CellLoadContext.FindShared(path)?.Location ?? path)]
            : references.ResolveReference(reference, baseFilePath, properties);
    }

    public override PortableExecutableReference? ResolveMissingAssembly(
        MetadataReference definition, AssemblyIdentity referenceIdentity)
    {
        if (references.ResolveMissingAssembly(definition, referenceIdentity) is { } known) return known;
        var folder = Path.GetDirectoryName((definition as PortableExecutableReference)?.FilePath);
        var beside = Path.Combine(folder ?? "", referenceIdentity.Name + ".dll");
        return folder is not null && File.Exists(beside) ? references.Read(beside) : null;
    }

    public override bool Equals(object? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => RuntimeHelpers.GetHashCode(this);
}
