using Jupyter.Kernels;
using Spectre.Console;

namespace Course.Running;

/// <summary>The verb <c>run</c>: runs notebooks one after the other, so that none disturbs what another measures.</summary>
internal static class RunCommand
{
    private const int Failed = 1;
    private const int Cancelled = 130;

    public static async Task<int> ExecuteAsync(RunOptions options, CancellationToken cancellation)
    {
        var folder = options.Out is null ? Repository.Output : Path.GetFullPath(options.Out);
        var runs = FindNotebooks(options.Paths, folder).Select(path => new NotebookRun(path)).ToArray();
        var runner = new NotebookRunner(ChooseKernel(options.Kernel), options.Timeout);
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(options.Json ? Console.Error : Console.Out),
        });
        foreach (var run in runs) run.Load();
        try
        {
            await RunDisplay.For(console).ShowAsync(runs, () => RunAllAsync(runs, runner, folder, options.Save, cancellation));
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            await Console.Error.WriteLineAsync("Stopped.");
            return Cancelled;
        }

        RunReport.WriteTable(console, runs, folder);
        foreach (var run in runs)
            foreach (var failure in run.Failures)
                await Console.Error.WriteLineAsync($"{Path.GetRelativePath(Environment.CurrentDirectory, run.File)}: {failure}");
        if (options.Json) Console.WriteLine(RunReport.ToJson(runs));
        return runs.Any(run => run.Failures.Count > 0) ? Failed : 0;
    }

    private static async Task RunAllAsync(
        NotebookRun[] runs, NotebookRunner runner, string folder, bool save, CancellationToken cancellation)
    {
        var results = new RunResults(folder);
        foreach (var run in runs.Where(run => run.Notebook is not null))
        {
            await runner.RunAsync(run, cancellation);
            results.Write(run, save);
        }
    }

    private static KernelSpec ChooseKernel(string? name)
    {
        try
        {
            return name is null ? Repository.Kernel : KernelSpecs.Find(name);
        }
        catch (KernelSpecException e)
        {
            throw new UsageException(e.Message);
        }
    }

    private static string[] FindNotebooks(IReadOnlyList<string> paths, string output)
    {
        IReadOnlyList<string> places = paths.Count == 0 ? [Repository.Notebooks] : paths;
        var found = places.SelectMany(place => Expand(place, output)).Distinct().ToArray();
        return found.Length > 0 ? found : throw new UsageException($"There are no notebooks in {string.Join(", ", places)}.");
    }

    /// <summary>The notebooks of a folder, but not those that front ends and earlier runs have left in it.</summary>
    private static IEnumerable<string> Expand(string path, string output)
    {
        if (File.Exists(path)) return [Path.GetFullPath(path)];
        if (!Directory.Exists(path)) throw new UsageException($"There is no file or folder {path}.");
        return Directory.EnumerateFiles(Path.GetFullPath(path), "*.ipynb", SearchOption.AllDirectories)
            .Where(file => !file.Contains(".ipynb_checkpoints", StringComparison.Ordinal)
                && !file.StartsWith(output + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal);
    }
}
