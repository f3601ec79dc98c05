using System.Runtime.InteropServices;

namespace Course.Kernels;

/// <summary>The <c>dotnet</c> that starts a program.</summary>
internal static class DotNetHost
{
    private static readonly string FileName = OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";

    /// <summary>
    /// Its name alone where the path leads to the very <c>dotnet</c> that runs this program, which an update may then move;
    /// else its whole path, since another one may not have the runtime.
    /// </summary>
    public static string Find()
    {
        var runtime = Path.TrimEndingDirectorySeparator(RuntimeEnvironment.GetRuntimeDirectory());
        var own = Path.GetFullPath(Path.Combine(runtime, "..", "..", "..", FileName));
        if (!File.Exists(own)) return "dotnet";
        var first = (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, FileName))
            .FirstOrDefault(File.Exists);
        return first is not null && Resolve(first) == Resolve(own) ? "dotnet" : own;
    }

    private static string Resolve(string file) =>
        File.ResolveLinkTarget(file, returnFinalTarget: true)?.FullName ?? Path.GetFullPath(file);
}
