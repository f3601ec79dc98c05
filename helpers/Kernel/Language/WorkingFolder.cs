namespace CSharpKernel.Language;

/// <summary>The folder in which relative paths begin. It may be deleted while the kernel works in it.</summary>
internal static class WorkingFolder
{
    private static string? _latest;

    /// <summary>The folder; null if it no longer exists.</summary>
    public static string? Current
    {
        get
        {
            try
            {
                return _latest = Directory.GetCurrentDirectory();
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return null;
            }
        }
    }

    /// <summary>What is to be said where there is none.</summary>
    public static string Missing =>
        $"The folder {_latest} no longer exists. Make it again and restart the kernel, or set Environment.CurrentDirectory to another.";

    /// <summary>Notes where it is, for the case that it is deleted.</summary>
    public static void Remember() => _ = Current;

    /// <summary>The whole of a path that may be relative.</summary>
    /// <exception cref="DirectiveException">It is, and the folder no longer exists.</exception>
    public static string Resolve(string path) => TryResolve(path) ?? throw new DirectiveException(Missing);

    /// <summary>The whole of a path that may be relative; null if it is, and the folder no longer exists.</summary>
    public static string? TryResolve(string path)
    {
        if (Path.IsPathFullyQualified(path)) return Path.GetFullPath(path);
        return Current is { } folder ? Path.GetFullPath(path, folder) : null;
    }
}
