using System.Runtime.InteropServices;

namespace AsyncProgramming.Futures;

/// <summary>Finds the <c>dotnet</c> program and the runtime version that this process runs on.</summary>
internal static class DotnetHost
{
    /// <summary>The path of the <c>dotnet</c> program.</summary>
    /// <exception cref="FileNotFoundException">There is none.</exception>
    public static string Path { get; } = Find();

    /// <summary>This process's runtime, e.g. <c>10.0.1</c>, where it belongs to <see cref="Path"/>.</summary>
    public static string? RuntimeVersion { get; private set; }

    private static string Find()
    {
        var program = OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";

        // Of a shared installation, the runtime lies in ROOT/shared/Microsoft.NETCore.App/VERSION, and dotnet in ROOT.
        var runtime = new DirectoryInfo(RuntimeEnvironment.GetRuntimeDirectory());
        if (runtime.Parent?.Parent is { Name: "shared", Parent: { } root } &&
            System.IO.Path.Combine(root.FullName, program) is var shared && File.Exists(shared))
        {
            RuntimeVersion = runtime.Name;
            return shared;
        }

        // A process that brings its own runtime: any installed one will do.
        string?[] candidates =
        [
            Environment.GetEnvironmentVariable("DOTNET_HOST_PATH"),
            InDirectory(Environment.GetEnvironmentVariable("DOTNET_ROOT")),
            .. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(System.IO.Path.PathSeparator).Select(InDirectory),
        ];
        return candidates.FirstOrDefault(File.Exists) ?? throw new FileNotFoundException(
            "A worker process needs the dotnet program, which was found neither beside this process's runtime nor through " +
            "DOTNET_ROOT or PATH. Install the .NET SDK.");

        string? InDirectory(string? directory) =>
            string.IsNullOrEmpty(directory) ? null : System.IO.Path.Combine(directory, program);
    }
}
