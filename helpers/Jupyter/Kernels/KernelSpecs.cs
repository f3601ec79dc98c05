namespace Jupyter.Kernels;

/// <summary>The kernels installed on this machine, searched for where Jupyter searches, in the same order.</summary>
public static class KernelSpecs
{
    /// <summary>The spec of the given name, upper and lower case alike.</summary>
    /// <exception cref="KernelSpecException">No kernel of the name is installed; the message lists those that are.</exception>
    public static KernelSpec Find(string name) => Find(name, SearchPath());

    /// <summary>The names of all kernels that are installed.</summary>
    public static IReadOnlyList<string> Names() => [.. Folders().Keys];

    /// <summary>The folders of all kernels that are installed, by name; of two with one name the one that Jupyter starts.</summary>
    public static IReadOnlyDictionary<string, string> Folders() => Folders(SearchPath());

    internal static KernelSpec Find(string name, IEnumerable<string> searchPath)
    {
        var installed = Folders(searchPath);
        if (installed.TryGetValue(name, out var folder)) return KernelSpec.Read(folder);
        throw new KernelSpecException(installed.Count == 0
            ? $"No Jupyter kernel named '{name}' is installed, nor any other."
            : $"No Jupyter kernel named '{name}' is installed. Installed are: {string.Join(", ", installed.Keys)}.");
    }

    internal static IEnumerable<string> SearchPath() => JupyterFolders.SearchPath();

    private static SortedDictionary<string, string> Folders(IEnumerable<string> searchPath)
    {
        var folders = new SortedDictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var kernels in searchPath.Select(JupyterFolders.Kernels).Where(Directory.Exists))
            foreach (var folder in Directory.EnumerateDirectories(kernels))
                if (File.Exists(Path.Combine(folder, KernelSpec.FileName))) folders.TryAdd(Path.GetFileName(folder), folder);
        return folders;
    }
}
