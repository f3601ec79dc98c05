using System.Collections.Concurrent;
using System.IO.MemoryMappedFiles;
using System.Reflection;
using Microsoft.CodeAnalysis;

namespace CSharpKernel.Language;

/// <summary>
/// The assemblies of the .NET runtime, which every cell may use. One instance a session, because Roslyn keeps in a reference
/// what it has made of it, and two sessions that compile at the same time would mix up each other's symbols.
/// </summary>
internal sealed class FrameworkReferences
{
    /// <summary>The folder that they are in.</summary>
    public static readonly string Folder = Path.GetDirectoryName(typeof(object).Assembly.Location)!;

    private static readonly Dictionary<string, string> Paths =
        ((string?)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Where(path => string.Equals(Path.GetDirectoryName(path), Folder, StringComparison.OrdinalIgnoreCase))
        .Distinct(StringComparer.OrdinalIgnoreCase)
        .ToDictionary(path => Path.GetFileNameWithoutExtension(path), StringComparer.OrdinalIgnoreCase);

    /// <summary>What cells use most. The compiler looks into each of its references for every cell, so few make it fast.</summary>
    private static readonly string[] UsualNames =
    [
        "System.Private.CoreLib", "System.Collections", "System.Collections.Concurrent", "System.Collections.Immutable",
        "System.ComponentModel.Primitives", "System.Console", "System.Diagnostics.Process", "System.Linq",
        "System.Linq.AsyncEnumerable", "System.Linq.Expressions", "System.Linq.Parallel", "System.Linq.Queryable", "System.Memory",
        "System.Net.Primitives", "System.Net.Sockets", "System.Private.Uri", "System.Runtime", "System.Runtime.InteropServices",
        "System.Text.Json", "System.Text.RegularExpressions", "System.Threading", "System.Threading.Channels",
        "System.Threading.Tasks.Parallel",
    ];

    private readonly ConcurrentDictionary<string, PortableExecutableReference> _mapped = new();

    /// <summary>Those of the runtime's assemblies that cells use most, as the compiler wants them.</summary>
    public IEnumerable<MetadataReference> Usual => UsualNames.Select(Find).OfType<MetadataReference>();

    /// <summary>The runtime's other assemblies.</summary>
    public IEnumerable<MetadataReference> Unusual => Paths.Keys.Except(UsualNames, Paths.Comparer).Select(Find).OfType<MetadataReference>();

    /// <summary>Whether the runtime has an assembly of this name.</summary>
    public static bool Contains(string? name) => name is not null && Paths.ContainsKey(name);

    /// <summary>Whether a file is a newer version of an assembly that the runtime has.</summary>
    public static bool IsOlderThan(string path) =>
        Paths.TryGetValue(Path.GetFileNameWithoutExtension(path), out var own)
        && AssemblyName.GetAssemblyName(path).Version > AssemblyName.GetAssemblyName(own).Version;

    /// <summary>The runtime's assembly of this name.</summary>
    public PortableExecutableReference? Find(string name) => Paths.TryGetValue(name, out var path) ? Map(path) : null;

    /// <summary>
    /// A reference whose file is mapped, not read: most of it is never looked at. Only for files that nothing replaces while
    /// the kernel runs.
    /// </summary>
    private unsafe PortableExecutableReference Map(string path) => _mapped.GetOrAdd(path, static path =>
    {
        var length = (int)new FileInfo(path).Length;
        using var file = MemoryMappedFile.CreateFromFile(path, FileMode.Open, mapName: null, 0, MemoryMappedFileAccess.Read);
        var view = file.CreateViewAccessor(0, length, MemoryMappedFileAccess.Read);
        byte* start = null;
        view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        using var reader = new System.Reflection.PortableExecutable.PEReader(start, length);
        var metadata = reader.GetMetadata();
        return AssemblyMetadata
            .Create(ModuleMetadata.CreateFromMetadata((nint)metadata.Pointer, metadata.Length, view.Dispose))
            .GetReference(filePath: path);
    });
}
