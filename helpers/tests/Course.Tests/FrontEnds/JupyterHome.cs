using System.Diagnostics;
using Jupyter.Documents;
using Requirements;

namespace Course.Tests.FrontEnds;

/// <summary>
/// Jupyter's own programs, as Debian has them, with the kernel that <c>kernel install --prefix</c> installs, on a copy of the
/// lessons. All is in a temporary folder: neither the user's notebooks nor the user's settings are touched.
/// </summary>
public sealed class JupyterHome : IAsyncLifetime
{
    private const string Python = "/usr/bin/python3";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("course-tests-");

    /// <summary>A folder like the repository's: lessons, diagrams, and what the lessons use.</summary>
    public string Root => Path.Combine(_folder.FullName, "course");

    /// <summary>The folder of the copied lessons.</summary>
    public string Notebooks => Path.Combine(Root, "notebooks", "en");

    public async ValueTask InitializeAsync()
    {
        foreach (var part in new[] { Path.Combine("notebooks", "en"), "assets", Path.Combine("helpers", "lib") })
            Copy(Path.Combine(Repository.Root, part), Path.Combine(Root, part));
        var installed = await CourseProgram.RunAsync(Root, "kernel", "install", "--prefix", Path.Combine(_folder.FullName, "env"));
        Assert.True(installed.ExitCode == 0, installed.Error);
    }

    public ValueTask DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    /// <summary>The file of a copied lesson.</summary>
    public string File(string lesson, string extension = ".ipynb") => Path.Combine(Notebooks, lesson + extension);

    /// <summary>Runs a program of Jupyter's to its end, among the lessons, and returns what it had to say.</summary>
    public async Task<string> RunAsync(string module, params IEnumerable<string> arguments)
    {
        using var process = await StartAsync(module, arguments);
        var end = await CourseProgram.EndOfAsync(process);
        Assert.True(end.ExitCode == 0, end.Error);
        return end.Output + end.Error;
    }

    /// <summary>Starts a program of Jupyter's among the lessons; skips the test where it is not installed.</summary>
    public async Task<Process> StartAsync(string module, params IEnumerable<string> arguments)
    {
        Requirement.Check(System.IO.File.Exists(Python) && await HasAsync(module), $"module {module} of Python's", $"python3-{module}");
        var start = new ProcessStartInfo(Python, ["-m", module, .. arguments])
        {
            WorkingDirectory = Notebooks,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["JUPYTER_PATH"] = Path.Combine(_folder.FullName, "env", "share", "jupyter");
        start.Environment["JUPYTER_CONFIG_DIR"] = Path.Combine(_folder.FullName, "config");
        start.Environment["JUPYTER_DATA_DIR"] = Path.Combine(_folder.FullName, "data");
        start.Environment["JUPYTER_RUNTIME_DIR"] = Path.Combine(_folder.FullName, "runtime");
        start.Environment["LANG"] = "C.UTF-8";
        return Process.Start(start)!;
    }

    /// <summary>How many charts there are in a notebook's outputs.</summary>
    internal static int ChartsOf(Notebook notebook) => notebook.Cells
        .SelectMany(cell => cell.Outputs.OfType<DisplayOutput>())
        .Sum(output => output.ToJson()["data"]!.ToJsonString().Split("data-chart=").Length - 1);

    private static async Task<bool> HasAsync(string module)
    {
        using var process = Process.Start(new ProcessStartInfo(Python, ["-c", $"import {module}"]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        return (await CourseProgram.EndOfAsync(process)).ExitCode == 0;
    }

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            System.IO.File.Copy(file, target);
        }
    }
}
