using Jupyter.Documents;
using Jupyter.Kernels;
using Requirements;

namespace Course.Tests.Running;

/// <summary>The verb <c>run</c> when something has to be stopped.</summary>
public sealed class RunStopTests : IDisposable
{
    private readonly NotebookFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_cell_that_never_ends_is_stopped_and_what_it_said_is_kept()
    {
        _folder.Write("a.ipynb", "Console.WriteLine(\"begun\");\nwhile (true) ;");
        var run = await CourseProgram.RunNotebooksAsync(_folder, "a.ipynb", "--timeout", "20");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("a.ipynb: cell 1 (c1): it did not end within 20 s and was stopped", run.Error, StringComparison.Ordinal);
        var outputs = Notebook.Read(Path.Combine(_folder.Output, "a.ipynb")).Cells[0].Outputs;
        Assert.Equal("begun\n", outputs.OfType<StreamOutput>().First().Text);
    }

    [Fact]
    public async Task A_kernel_of_another_language_runs_and_is_interrupted_by_signal()
    {
        Requirement.Check(KernelSpecs.Names().Contains("python3"), "kernel for Python", "python3-ipykernel");
        _folder.Write("a.ipynb", "def f(x):\n    return 1 / x", "print('hi')\nf(0)");
        _folder.Write("b.ipynb", "print('begun')\nwhile True: pass");
        var run = await CourseProgram.RunNotebooksAsync(_folder, ".", "--kernel", "python3", "--timeout", "10");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("a.ipynb: cell 2 (c2), line 2: ZeroDivisionError: division by zero", run.Error, StringComparison.Ordinal);
        Assert.Contains("b.ipynb: cell 1 (c1): it did not end within 10 s and was stopped", run.Error, StringComparison.Ordinal);
        var stopped = Notebook.Read(Path.Combine(_folder.Output, "b.ipynb")).Cells[0].Outputs;
        Assert.Equal("begun\n", Assert.IsType<StreamOutput>(stopped[0]).Text);
        Assert.Equal(["KeyboardInterrupt", "TimeoutError"], stopped.OfType<ErrorOutput>().Select(error => error.Name));
    }

    [Theory]
    [InlineData(PosixSignals.Interrupt)]
    [InlineData(PosixSignals.Terminate)]
    public async Task Being_stopped_leaves_no_process(int signal)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no signals that a test could send.");
        PosixSignals.RestoreInterrupt();
        _folder.Write("a.ipynb", """
            var child = System.Diagnostics.Process.Start("sleep", "600");
            System.IO.File.WriteAllText("part", $"{Environment.ProcessId} {child.Id}");
            System.IO.File.Move("part", "ids");
            while (true) ;
            """);
        using var program = CourseProgram.Start(_folder.Path, "run", "a.ipynb", "--out", _folder.Output);
        await Condition.UntilAsync(() => File.Exists(_folder.File("ids")) || program.HasExited, () => "the cell has not begun");
        var ids = (await File.ReadAllTextAsync(_folder.File("ids"), TestContext.Current.CancellationToken)).Split(' ').Select(int.Parse).ToArray();
        PosixSignals.Send(program.Id, signal);
        var run = await CourseProgram.EndOfAsync(program);

        Assert.Equal(130, run.ExitCode);
        Assert.Contains("Stopped.", run.Error, StringComparison.Ordinal);
        Assert.False(PosixSignals.IsRunning(ids[0]));
        // Killed, it ends when the system gets to it.
        await Condition.UntilAsync(() => !PosixSignals.IsRunning(ids[1]), () => "the child still runs");
    }
}
