using System.Collections.Concurrent;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Runtime.Loader;

namespace CSharpKernel.Language;

/// <summary>
/// Where the assemblies of cells, and those that cells reference, are loaded: apart from the kernel's own, so that a notebook
/// may use another version of a library than the kernel does.
/// </summary>
internal sealed class CellLoadContext() : AssemblyLoadContext("cells")
{
    /// <summary>
    /// What cells share with the kernel, because a value passes from one to the other: there must be one copy only.
    /// </summary>
    public static readonly IReadOnlyList<Assembly> Shared =
    [
        typeof(Microsoft.DotNet.Interactive.Kernel).Assembly,
        typeof(Microsoft.DotNet.Interactive.Formatting.Formatter).Assembly,
        typeof(Microsoft.AspNetCore.Html.IHtmlContent).Assembly,
    ];

    private readonly ConcurrentDictionary<string, Assembly> _submissions = new();
    private readonly ConcurrentDictionary<string, string> _paths = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, AssemblyDependencyResolver> _folders = new();

    private readonly ConcurrentDictionary<string, (DateTime Written, Guid Version)> _loaded = new();
    private readonly ConcurrentDictionary<string, string> _nativeLibraries = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The kernel's copy of the file, if it is one that cells share with the kernel.</summary>
    public static Assembly? FindShared(string path) => Shared.FirstOrDefault(assembly => string.Equals(
        Path.GetFileName(assembly.Location), Path.GetFileName(path), StringComparison.OrdinalIgnoreCase));

    /// <summary>
    /// Makes an assembly on disk available to cells, if they do not have it already. Of what the runtime has, only a newer version
    /// counts.
    /// </summary>
    /// <returns>Whether it is this one that they have now.</returns>
    public bool AddAssembly(string path)
    {
        var name = Path.GetFileNameWithoutExtension(path);
        return (!FrameworkReferences.Contains(name) || FrameworkReferences.IsOlderThan(path)) && _paths.TryAdd(name, path);
    }

    /// <summary>Makes a library of machine code available to the assemblies of cells.</summary>
    public void AddNativeLibrary(string path) => _nativeLibraries.TryAdd(Path.GetFileNameWithoutExtension(path), path);

    /// <summary>Makes an assembly on disk, and those beside it, available to cells.</summary>
    public void AddReference(string path)
    {
        AddAssembly(path);
        _folders.GetOrAdd(path, static path => new AssemblyDependencyResolver(path));
    }

    /// <summary>The files that others have taken the places of since they were loaded. Of two versions, one process can use one.</summary>
    public IEnumerable<string> Replaced => _loaded.Keys.Where(IsReplaced);

    /// <summary>Whether another file has taken the place of one since it was loaded.</summary>
    public bool IsReplaced(string path)
    {
        try
        {
            if (!_loaded.TryGetValue(path, out var loaded) || File.GetLastWriteTimeUtc(path) == loaded.Written) return false;
            using var file = new PEReader(File.OpenRead(path));
            var metadata = file.GetMetadataReader();
            return metadata.GetGuid(metadata.GetModuleDefinition().Mvid) != loaded.Version;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or BadImageFormatException or InvalidOperationException)
        {
            return true;
        }
    }

    /// <summary>
    /// Loads a compiled cell, into a context of its own: those that no other can refer to share a name with the cell behind them.
    /// </summary>
    public Assembly LoadSubmission(MemoryStream assembly, MemoryStream symbols)
    {
        var loaded = new OneCell(this).LoadFromStream(assembly, symbols);
        _submissions[loaded.GetName().Name!] = loaded;
        return loaded;
    }

    /// <summary>Where the assembly of this name is among those that were referenced, and beside them.</summary>
    public string? FindPath(AssemblyName name)
    {
        if (name.Name is null) return null;
        if (_paths.TryGetValue(name.Name, out var path)) return path;
        foreach (var (reference, resolver) in _folders)
        {
            if (resolver.ResolveAssemblyToPath(name) is { } resolved) return resolved;
            var beside = Path.Combine(Path.GetDirectoryName(reference)!, name.Name + ".dll");
            if (File.Exists(beside)) return beside;
        }

        return null;
    }

    /// <inheritdoc/>
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        if (assemblyName.Name is { } name && _submissions.TryGetValue(name, out var submission)) return submission;
        if (FindShared(assemblyName.Name + ".dll") is { } shared) return shared;
        if (FrameworkReferences.Contains(assemblyName.Name) && !_paths.ContainsKey(assemblyName.Name!)) return null;
        return FindPath(assemblyName) is { } path ? LoadFile(path) : null;
    }

    private Assembly LoadFile(string path)
    {
        var written = File.GetLastWriteTimeUtc(path);
        var assembly = LoadFromAssemblyPath(path);
        _loaded.TryAdd(path, (written, assembly.ManifestModule.ModuleVersionId));
        return assembly;
    }

    /// <inheritdoc/>
    protected override nint LoadUnmanagedDll(string unmanagedDllName)
    {
        var name = Path.GetFileNameWithoutExtension(unmanagedDllName);
        if (_nativeLibraries.TryGetValue(name, out var library) || _nativeLibraries.TryGetValue("lib" + name, out library))
            return LoadUnmanagedDllFromPath(library);
        foreach (var resolver in _folders.Values)
        {
            if (resolver.ResolveUnmanagedDllToPath(unmanagedDllName) is { } path) return LoadUnmanagedDllFromPath(path);
        }

        return 0;
    }

    private sealed class OneCell(CellLoadContext cells) : AssemblyLoadContext("cell")
    {
        protected override Assembly? Load(AssemblyName assemblyName) => cells.Load(assemblyName);

        protected override nint LoadUnmanagedDll(string unmanagedDllName) => cells.LoadUnmanagedDll(unmanagedDllName);
    }
}
