namespace Jupyter.Kernels;

/// <summary>The kernels installed on this machine, searched for where Jupyter searches, in the same order.</summary>
public static class KernelSpecs
{
    /// <summary>The spec of the given name, upper and lower case alike.</summary>
    /// <exception cref="KernelSpecException">No kernel of the name is installed; the message lists those that are.</exception>
    public static KernelSpec Find(string name) => Find(name, SearchPath());

    /// <summary>The names of all kernels that are installed.</summary>
    public static IReadOnlyList<string> Names() => [.. Folders(SearchPath()).Keys];

    internal static KernelSpec Find(string name, IEnumerable<string> searchPath)
    {
        var installed = Folders(searchPath);
        if (installed.TryGetValue(name, out var folder)) return KernelSpec.Read(folder);
        throw new KernelSpecException(installed.Count == 0
            ? $"No Jupyter kernel named '{name}' is installed, nor any other."
            : $"No Jupyter kernel named '{name}' is installed. Installed are: {string.Join(", ", installed.Keys)}.");
    }

    /// <summary>Jupyter's data folders: those of the environment variables, the user's, the environment's, the system's.</summary>
    internal static IEnumerable<string> SearchPath()
    {
        var path = new List<string?>();
        path.AddRange((Variable("JUPYTER_PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries));
        path.Add(Variable("JUPYTER_DATA_DIR") ?? UserFolder());
        path.AddRange(EnvironmentFolders());
        path.AddRange(OperatingSystem.IsWindows()
            ? [Join(Variable("PROGRAMDATA"), "jupyter")]
            : ["/usr/local/share/jupyter", "/usr/share/jupyter"]);
        return path.OfType<string>().Distinct();
    }

    private static SortedDictionary<string, string> Folders(IEnumerable<string> searchPath)
    {
        var folders = new SortedDictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var kernels in searchPath.Select(folder => Path.Combine(folder, "kernels")).Where(Directory.Exists))
            foreach (var folder in Directory.EnumerateDirectories(kernels))
                if (File.Exists(Path.Combine(folder, "kernel.json"))) folders.TryAdd(Path.GetFileName(folder), folder);
        return folders;
    }

    private static string? UserFolder()
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        if (OperatingSystem.IsWindows()) return Join(Variable("APPDATA"), "jupyter");
        if (OperatingSystem.IsMacOS()) return Path.Combine(home, "Library", "Jupyter");
        return Path.Combine(Variable("XDG_DATA_HOME") ?? Path.Combine(home, ".local", "share"), "jupyter");
    }

    /// <summary>
    /// Jupyter looks beside the Python that it runs in. Here that is the environment which is active, and those whose
    /// programs are on the path.
    /// </summary>
    private static IEnumerable<string?> EnvironmentFolders()
    {
        yield return Join(Variable("VIRTUAL_ENV"), "share", "jupyter");
        yield return Join(Variable("CONDA_PREFIX"), "share", "jupyter");
        foreach (var programs in (Variable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
            if (File.Exists(Path.Combine(programs, OperatingSystem.IsWindows() ? "jupyter.exe" : "jupyter")))
                yield return Join(Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(programs)), "share", "jupyter");
    }

    private static string? Join(string? folder, params ReadOnlySpan<string> parts) =>
        folder is null ? null : Path.Combine([folder, .. parts]);

    private static string? Variable(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
