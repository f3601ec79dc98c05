namespace Jupyter.Kernels;

/// <summary>
/// Jupyter's folders of data, which hold among others its kernels. They follow jupyter_core, whose variables
/// <c>JUPYTER_DATA_DIR</c>, <c>JUPYTER_PATH</c>, <c>JUPYTER_PREFER_ENV_PATH</c>, <c>JUPYTER_PLATFORM_DIRS</c> and
/// <c>JUPYTER_CONFIG_DIR</c> are honoured.
/// </summary>
public static class JupyterFolders
{
    private static readonly string[] No = ["no", "n", "false", "off", "0", "0.0"];

    /// <summary>The user's own folder.</summary>
    public static string User => Path.GetFullPath(Variable("JUPYTER_DATA_DIR") ?? DefaultUser());

    private static string Home => Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);

    /// <summary>
    /// Whether the folders are those of the platform's conventions: jupyter_core asks for them from its version 6 on, and
    /// before where it is told to.
    /// </summary>
    private static bool UsesPlatformFolders => IsSet("JUPYTER_PLATFORM_DIRS") ?? false;

    /// <summary>The folder under an installation's prefix, such as a Python environment's.</summary>
    public static string Under(string prefix) => Path.Combine(Path.GetFullPath(prefix), "share", "jupyter");

    /// <summary>Where kernels are inside a folder of data.</summary>
    public static string Kernels(string folder) => Path.Combine(folder, "kernels");

    /// <summary>All folders in the order in which Jupyter searches them.</summary>
    public static IReadOnlyList<string> SearchPath()
    {
        IEnumerable<string> user = [User, .. PythonUserFolders()];
        var path = new List<string>();
        path.AddRange((Variable("JUPYTER_PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries));
        path.AddRange(PrefersEnvironment() ? [.. EnvironmentFolders(), .. user] : [.. user, .. EnvironmentFolders()]);
        path.AddRange(SystemFolders());
        return [.. path.Distinct()];
    }

    private static string DefaultUser()
    {
        if (OperatingSystem.IsWindows())
        {
            if (UsesPlatformFolders && Variable("LOCALAPPDATA") is { } local) return Path.Combine(local, "Jupyter");
            return Variable("APPDATA") is { } roaming
                ? Path.Combine(roaming, "jupyter")
                : Path.Combine(Variable("JUPYTER_CONFIG_DIR") ?? Path.Combine(Home, ".jupyter"), "data");
        }

        if (OperatingSystem.IsMacOS())
        {
            return UsesPlatformFolders
                ? Path.Combine(Home, "Library", "Application Support", "Jupyter")
                : Path.Combine(Home, "Library", "Jupyter");
        }

        return Path.Combine(Variable("XDG_DATA_HOME") ?? Path.Combine(Home, ".local", "share"), "jupyter");
    }

    /// <summary>Where Python keeps what a user has installed without an environment.</summary>
    private static IEnumerable<string> PythonUserFolders()
    {
        if (Variable("PYTHONUSERBASE") is { } given) return [Under(given)];
        if (OperatingSystem.IsWindows()) return Variable("APPDATA") is { } data ? [Under(Path.Combine(data, "Python"))] : [];
        if (!OperatingSystem.IsMacOS()) return [Under(Path.Combine(Home, ".local"))];
        var versions = Path.Combine(Home, "Library", "Python");
        return Directory.Exists(versions) ? Directory.EnumerateDirectories(versions).Order().Select(Under) : [];
    }

    /// <summary>
    /// Jupyter looks beside the Python that it runs in. Here that is the environment which is active, and those whose
    /// programs are on the path.
    /// </summary>
    private static IEnumerable<string> EnvironmentFolders()
    {
        if (Variable("VIRTUAL_ENV") is { } virtualEnvironment) yield return Under(virtualEnvironment);
        if (Variable("CONDA_PREFIX") is { } conda) yield return Under(conda);
        foreach (var programs in (Variable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
        {
            if (File.Exists(Path.Combine(programs, OperatingSystem.IsWindows() ? "jupyter.exe" : "jupyter"))
                && Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(programs)) is { Length: > 0 } prefix)
                yield return Under(prefix);
        }
    }

    private static bool PrefersEnvironment() => IsSet("JUPYTER_PREFER_ENV_PATH")
        ?? (Variable("VIRTUAL_ENV") is not null
            || (Variable("CONDA_PREFIX") is not null && Variable("CONDA_DEFAULT_ENV") is not (null or "base")));

    private static IEnumerable<string> SystemFolders()
    {
        if (OperatingSystem.IsWindows()) return Variable("PROGRAMDATA") is { } data ? [Path.Combine(data, "jupyter")] : [];
        if (!UsesPlatformFolders) return ["/usr/local/share/jupyter", "/usr/share/jupyter"];
        return OperatingSystem.IsMacOS()
            ? ["/Library/Application Support/Jupyter"]
            : (Variable("XDG_DATA_DIRS") ?? "/usr/local/share:/usr/share")
                .Split(':', StringSplitOptions.RemoveEmptyEntries)
                .Select(folder => Path.Combine(folder, "jupyter"));
    }

    /// <summary>What a variable says that stands for yes or no; null if it is not there.</summary>
    private static bool? IsSet(string name) => Environment.GetEnvironmentVariable(name) is { } value
        ? !No.Contains(value, StringComparer.OrdinalIgnoreCase)
        : null;

    private static string? Variable(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
