using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Reflection;
using Microsoft.CodeAnalysis;

namespace CSharpKernel.Language;

/// <summary>Finds what <c>#r</c> names: a file relative to the working directory, or an assembly of the runtime.</summary>
internal sealed class ReferenceResolver(CellLoadContext loadContext) : MetadataReferenceResolver
{
    private readonly FrameworkReferences _framework = new();
    private readonly ConcurrentDictionary<string, (DateTime Written, PortableExecutableReference Reference)> _files = new();

    public override bool ResolveMissingAssemblies => true;

    /// <summary>What cells use most of what they may use without a <c>#r</c>.</summary>
    public IEnumerable<MetadataReference> Usual =>
        [.. _framework.Usual, .. CellLoadContext.Shared.Select(assembly => Read(assembly.Location))];

    /// <summary>What else every cell may use without a <c>#r</c>.</summary>
    public IEnumerable<MetadataReference> Unusual => _framework.Unusual;

    public override ImmutableArray<PortableExecutableReference> ResolveReference(
        string reference, string? baseFilePath, MetadataReferenceProperties properties)
    {
        var path = WorkingFolder.TryResolve(reference);
        if (File.Exists(path)) return [Load(path)];
        if (_framework.Find(reference) is { } framework) return [framework];
        return path is null ? throw new DirectiveException(WorkingFolder.Missing) : [];
    }

    public override PortableExecutableReference? ResolveMissingAssembly(
        MetadataReference definition, AssemblyIdentity referenceIdentity)
    {
        if (CellLoadContext.FindShared(referenceIdentity.Name + ".dll") is { } shared) return Read(shared.Location);
        if (_framework.Find(referenceIdentity.Name) is { } framework) return framework;
        return loadContext.FindPath(new AssemblyName(referenceIdentity.GetDisplayName())) is { } path ? Read(path) : null;
    }

    public override bool Equals(object? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);

    private PortableExecutableReference Load(string path)
    {
        if (CellLoadContext.FindShared(path) is { } shared) return Read(shared.Location);
        if (loadContext.IsReplaced(path)) throw new DirectiveException(ReplacedMessage(path));
        loadContext.AddReference(path);
        return Read(path);
    }

    /// <summary>What is to be said of a file that another has taken the place of since it was loaded.</summary>
    public static string ReplacedMessage(string path) =>
        $"{Path.GetFileName(path)} has been replaced since this session loaded it. Restart the kernel to use the new one.";

    /// <summary>A file as the compiler wants it; read again only when it has changed.</summary>
    public PortableExecutableReference Read(string path)
    {
        var written = File.GetLastWriteTimeUtc(path);
        return _files.AddOrUpdate(
            path,
            _ => (written, MetadataReference.CreateFromFile(path)),
            (_, known) => known.Written == written ? known : (written, MetadataReference.CreateFromFile(path))).Reference;
    }
}
