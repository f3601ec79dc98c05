using System.Diagnostics;

namespace Course.Tests;

/// <summary>The program as people start it: a process of its own.</summary>
internal static class CourseProgram
{
    /// <summary>Longer than any run takes; nothing waits for it unless something is broken.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);

    public static async Task<Outcome> RunAsync(string folder, params IEnumerable<string> arguments)
    {
        using var process = Start(folder, arguments);
        return await EndOfAsync(process);
    }

    /// <summary>Runs notebooks of a folder; what comes of it goes into <see cref="NotebookFolder.Output"/>.</summary>
    public static Task<Outcome> RunNotebooksAsync(NotebookFolder folder, params IEnumerable<string> arguments) =>
        RunAsync(folder.Path, ["run", .. arguments, "--out", folder.Output]);

    public static Process Start(string folder, params IEnumerable<string> arguments) => Process.Start(StartInfo(folder, arguments))!;

    public static ProcessStartInfo StartInfo(string folder, params IEnumerable<string> arguments) =>
        Dotnet(folder, [Path.Combine(Build.Parent!.Parent!.FullName, "Course", Build.Name, "Course.dll"), .. arguments]);

    /// <summary>As README tells people to, except that it has been built.</summary>
    public static async Task<Outcome> RunProjectAsync(string folder, params IEnumerable<string> arguments)
    {
        string[] run = ["run", "--no-build", "-c", Build.Name, "--project", Path.Combine(Repository.Root, "helpers", "Course"), "--"];
        using var process = Process.Start(Dotnet(folder, [.. run, .. arguments]))!;
        return await EndOfAsync(process);
    }

    private static DirectoryInfo Build => new(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));

    private static ProcessStartInfo Dotnet(string folder, IEnumerable<string> arguments) => new("dotnet", arguments)
    {
        WorkingDirectory = folder,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    };

    public static async Task<Outcome> EndOfAsync(Process process)
    {
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Patience, TestContext.Current.CancellationToken);
            return new Outcome(process.ExitCode, await output, await error);
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }

    internal sealed record Outcome(int ExitCode, string Output, string Error);
}
