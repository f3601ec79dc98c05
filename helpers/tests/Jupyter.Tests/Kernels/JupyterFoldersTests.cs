using System.Diagnostics;
using Jupyter.Kernels;

namespace Jupyter.Tests.Kernels;

public sealed class JupyterFoldersTests
{
    /// <summary>Where there is a jupyter_core, its answer is the one that counts.</summary>
    [Fact]
    public async Task They_are_those_of_jupyter_core()
    {
        var python = new ProcessStartInfo(File.Exists("/usr/bin/python3") ? "/usr/bin/python3" : "python3")
        {
            ArgumentList = { "-c", "import jupyter_core.paths as p; print(p.jupyter_data_dir()); print(*p.jupyter_path(), sep='\\n')" },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // Another test may be setting it in this process.
        python.Environment.Remove("JUPYTER_PATH");
        string[] expected;
        try
        {
            using var process = Process.Start(python)!;
            expected = (await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken))
                .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            expected = [];
        }

        Assert.SkipWhen(expected.Length == 0, "There is no Python with jupyter_core here.");
        Assert.Equal(expected[0], JupyterFolders.User);

        // Which environments there are depends on the Python that is asked.
        var environment = Path.Combine("/usr", "share", "jupyter");
        Assert.Equal(
            expected[1..].Where(folder => folder != environment),
            JupyterFolders.SearchPath().Where(folder => folder != environment).Intersect(expected));
    }

    [Fact]
    public void The_users_folder_is_searched_before_the_systems()
    {
        var path = JupyterFolders.SearchPath();

        Assert.InRange(path.ToList().IndexOf(JupyterFolders.User), 0, path.Count - 2);
    }
}
