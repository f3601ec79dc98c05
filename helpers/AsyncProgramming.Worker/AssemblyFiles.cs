using System.Reflection;
using System.Runtime.Loader;

namespace AsyncProgramming.Worker;

/// <summary>Loads assemblies from their files, each with the dependencies that its own program would see.</summary>
internal static class AssemblyFiles
{
    private static readonly Dictionary<string, Assembly> Loaded = [];
    private static readonly HashSet<string> Platform =
        [.. ((string?)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") ?? "").Split(Path.PathSeparator)];

    public static Assembly Load(string path)
    {
        if (Loaded.TryGetValue(path, out var assembly)) return assembly;
        // .NET's own assemblies exist once in a process.
        assembly = Platform.Contains(path)
            ? Assembly.Load(AssemblyName.GetAssemblyName(path))
            : new FileContext(path).LoadFromAssemblyPath(path);
        Loaded.Add(path, assembly);
        return assembly;
    }

    private sealed class FileContext(string path) : AssemblyLoadContext(path)
    {
        private readonly AssemblyDependencyResolver _resolver = new(path);

        protected override Assembly? Load(AssemblyName assemblyName) =>
            _resolver.ResolveAssemblyToPath(assemblyName) is { } file ? LoadFromAssemblyPath(file) : null;

        protected override nint LoadUnmanagedDll(string unmanagedDllName) =>
            _resolver.ResolveUnmanagedDllToPath(unmanagedDllName) is { } file ? LoadUnmanagedDllFromPath(file) : 0;
    }
}
