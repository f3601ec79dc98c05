namespace CSharpKernel.Language;

/// <summary>Fetches the packages that <c>#r "nuget: Id, Version"</c> names.</summary>
internal sealed class PackageReferences(ReferenceResolver references)
{
    /// <summary>Makes packages, and all that they depend on, available to the cells.</summary>
    public Task RestoreAsync(IReadOnlyCollection<string> wanted, ICellOutput output, CancellationToken cancellation)
    {
        _ = references;
        throw new DirectiveException("#r \"nuget: …\" is not available yet.");
    }
}
