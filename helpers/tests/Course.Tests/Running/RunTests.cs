using System.Text.Json.Nodes;
using Jupyter.Documents;
using Jupyter.Kernels;
using Requirements;

namespace Course.Tests.Running;

/// <summary>The verb <c>run</c>, as a process with real kernels.</summary>
public sealed class RunTests : IDisposable
{
    private readonly NotebookFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_cell_that_fails_is_named_with_its_line_and_error_and_the_next_notebook_is_run()
    {
        _folder.Write("a-fails.ipynb", "Console.WriteLine(\"before\");", "var zero = 0;\n\nvar x = 1 / zero;", "Console.WriteLine(\"after\");");
        _folder.Write("b-runs.ipynb", "1 + 1");

        var run = await RunAsync(".");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("a-fails.ipynb: cell 2 (c2), line 3: System.DivideByZeroException: Attempted to divide by zero.", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("b-runs.ipynb:", run.Error, StringComparison.Ordinal);
        var failed = Notebook.Read(Path.Combine(_folder.Output, "a-fails.ipynb"));
        Assert.Equal("before\n", Assert.IsType<StreamOutput>(failed.Cells[0].Outputs.Single()).Text);
        Assert.IsType<ErrorOutput>(failed.Cells[1].Outputs.Single());
        Assert.Empty(failed.Cells[2].Outputs);
        var ran = Notebook.Read(Path.Combine(_folder.Output, "b-runs.ipynb"));
        Assert.Equal("2", Assert.IsType<DisplayOutput>(ran.Cells[0].Outputs.Single()).Data.Text("text/plain"));
    }

    [Fact]
    public async Task A_cell_that_does_not_compile_is_named_with_the_line()
    {
        _folder.Write("a.ipynb", "var a = 1;\nvar b = nothing;");
        var run = await RunAsync("a.ipynb");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("a.ipynb: cell 1 (c1), line 2:", run.Error, StringComparison.Ordinal);
        Assert.Contains("CS0103", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cell_that_never_ends_is_stopped_and_what_it_said_is_kept()
    {
        _folder.Write("a.ipynb", "Console.WriteLine(\"begun\");\nwhile (true) ;");
        var run = await RunAsync("a.ipynb", "--timeout", "20");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("a.ipynb: cell 1 (c1): it did not end within 20 s and was stopped", run.Error, StringComparison.Ordinal);
        var outputs = Notebook.Read(Path.Combine(_folder.Output, "a.ipynb")).Cells[0].Outputs;
        Assert.Equal("begun\n", outputs.OfType<StreamOutput>().First().Text);
    }

    [Fact]
    public async Task A_cell_that_ends_its_kernel_is_named_and_the_next_notebook_is_run()
    {
        _folder.Write("a.ipynb", "1", "Environment.Exit(3);");
        _folder.Write("b.ipynb", "Console.WriteLine(\"fine\");");
        var run = await RunAsync(".", "--json");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("a.ipynb: cell 2 (c2): The kernel 'C#' ended with exit code 3.", run.Error, StringComparison.Ordinal);
        Assert.Equal([1, 0], JsonNode.Parse(run.Output)!["notebooks"]!.AsArray().Select(notebook => notebook!["errors"]!.AsArray().Count));
    }

    [Fact]
    public async Task A_cell_that_may_fail_does_not_end_the_run()
    {
        var cell = NotebookFolder.Code("fails", "throw new Exception(\"shown\");");
        cell["metadata"]!["tags"] = new JsonArray("raises-exception");
        await File.WriteAllTextAsync(
            _folder.File("a.ipynb"), NotebookFolder.Json([cell, NotebookFolder.Code("next", "2")]).ToJsonString(), TestContext.Current.CancellationToken);
        var run = await RunAsync("a.ipynb");
        Assert.Equal(0, run.ExitCode);
        Assert.Single(Notebook.Read(Path.Combine(_folder.Output, "a.ipynb")).Cells[1].Outputs);
    }

    [Fact]
    public async Task A_file_that_is_no_notebook_is_named_and_the_next_one_is_run()
    {
        await File.WriteAllTextAsync(_folder.File("a.ipynb"), "{\n \"cells\": oops", TestContext.Current.CancellationToken);
        _folder.Write("b.ipynb", "1");
        var run = await RunAsync("a.ipynb", "b.ipynb");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("a.ipynb: cannot be read: it is not JSON (line 2,", run.Error, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(_folder.Output, "b.html")));
    }

    [Theory]
    [InlineData("There is no file or folder missing.ipynb.", "run", "missing.ipynb")]
    [InlineData("There are no notebooks in .", "run", ".")]
    [InlineData("No Jupyter kernel named 'no-such-kernel' is installed", "run", "--kernel", "no-such-kernel")]
    [InlineData("--nonsense", "run", "--nonsense")]
    [InlineData("--timeout takes a number of seconds above 0", "run", "--timeout", "0")]
    [InlineData("--timeout takes a number of seconds above 0", "run", "--timeout", "soon")]
    [InlineData("walk", "walk")]
    public async Task Wrong_usage_is_explained_without_running_anything(string explanation, params string[] arguments)
    {
        var run = await CourseProgram.RunAsync(_folder.Path, arguments);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(explanation, run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
        Assert.Equal("", run.Output);
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("run", "--help")]
    public async Task Help_fits_a_screen(params string[] arguments)
    {
        var run = await CourseProgram.RunAsync(_folder.Path, arguments);
        Assert.Equal(0, run.ExitCode);
        Assert.InRange(run.Output.Trim().Split('\n').Length, 5, 24);
        Assert.All(run.Output.Split('\n'), line => Assert.True(line.Length <= 120, line));
    }

    [Fact]
    public async Task In_a_pipe_progress_and_table_are_plain_lines()
    {
        _folder.Write("a.ipynb", "1", "display(HTML(\"<figure data-chart='bars'></figure>\"));");
        var run = await RunAsync("a.ipynb");
        Assert.Equal(0, run.ExitCode);
        Assert.DoesNotContain('\e', run.Output);
        Assert.DoesNotContain('\r', run.Output.ReplaceLineEndings("\n"));
        Assert.Contains("a: 2 cells", run.Output, StringComparison.Ordinal);
        Assert.Contains("a: 2 of 2 cells, 1 charts, ", run.Output, StringComparison.Ordinal);
        Assert.Matches(@"Notebook +Cells +Charts +Seconds +Errors", run.Output);
        Assert.Matches(@"a +2 +1 +\d+\.\d +0", run.Output);
        Assert.Contains(_folder.Output, run.Output, StringComparison.Ordinal);
        Assert.Equal("", run.Error);
    }

    [Fact]
    public async Task The_summary_for_programs_is_all_that_standard_output_holds()
    {
        var file = _folder.Write("a.ipynb", "1", "throw new Exception(\"x\");");
        var run = await RunAsync("a.ipynb", "--json");
        var notebook = JsonNode.Parse(run.Output)!["notebooks"]!.AsArray().Single()!;
        Assert.Equal(file, (string?)notebook["notebook"]);
        Assert.Equal(2, (int)notebook["cells"]!);
        var error = notebook["errors"]!.AsArray().Single()!;
        Assert.Equal((2, "c2", 1, "System.Exception: x"), ((int)error["cell"]!, (string)error["id"]!, (int)error["line"]!, (string)error["error"]!));
        Assert.True(File.Exists((string)notebook["executed"]!));
        Assert.True(File.Exists((string)notebook["page"]!));
        Assert.False((bool)notebook["saved"]!);
        Assert.Contains("a: 2 of 2 cells", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Saving_writes_the_outputs_back_and_saving_again_changes_nothing()
    {
        var file = _folder.Write("a.ipynb", "Console.WriteLine(\"hi\");\n\"é😀\"", "display(HTML($\"<p id='{Guid.NewGuid()}'></p>\"));");
        Assert.Equal(0, (await RunAsync("a.ipynb", "--save")).ExitCode);
        var saved = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
        Assert.Contains("\"hi\\n\"", saved, StringComparison.Ordinal);
        Assert.Contains("é😀", saved, StringComparison.Ordinal);
        Assert.Equal(Notebook.Parse(saved).ToJson(), saved);

        Assert.Equal(0, (await RunAsync("a.ipynb", "--save")).ExitCode);
        Assert.Equal(saved, await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Without_save_and_after_a_failure_the_notebook_stays_as_it_is()
    {
        var file = _folder.Write("a.ipynb", "Console.WriteLine(\"hi\");");
        var failing = _folder.Write("b.ipynb", "1", "throw new Exception();");
        var (before, failingBefore) = (await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken), await File.ReadAllTextAsync(failing, TestContext.Current.CancellationToken));
        await RunAsync("a.ipynb");
        await RunAsync("b.ipynb", "--save");
        Assert.Equal(before, await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
        Assert.Equal(failingBefore, await File.ReadAllTextAsync(failing, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Notebooks_of_the_same_name_from_different_folders_keep_apart()
    {
        Directory.CreateDirectory(_folder.File("one"));
        Directory.CreateDirectory(_folder.File("two"));
        _folder.Write(Path.Combine("one", "a.ipynb"), "1");
        _folder.Write(Path.Combine("two", "a.ipynb"), "2");
        Assert.Equal(0, (await RunAsync("one", "two")).ExitCode);
        Assert.Equal(["a-2.html", "a-2.ipynb", "a.html", "a.ipynb"], Directory.GetFiles(_folder.Output).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task What_an_earlier_run_has_left_in_the_folder_is_not_run()
    {
        _folder.Write("a.ipynb", "1");
        await RunAsync(".");
        var run = await RunAsync(".", "--json");
        Assert.Single(JsonNode.Parse(run.Output)!["notebooks"]!.AsArray());
    }

    [Fact]
    public async Task An_installed_kernel_is_found_by_name()
    {
        // The course's own kernel under another name: what kernels are installed differs from machine to machine.
        var kernel = Repository.Kernel;
        var spec = new JsonObject
        {
            ["argv"] = new JsonArray([.. kernel.Arguments.Select(argument => JsonValue.Create(argument))]),
            ["display_name"] = "Mine",
            ["language"] = "C#",
            ["interrupt_mode"] = "message",
        };
        Directory.CreateDirectory(_folder.File("data/kernels/mine"));
        await File.WriteAllTextAsync(_folder.File("data/kernels/mine/kernel.json"), spec.ToJsonString(), TestContext.Current.CancellationToken);
        _folder.Write("a.ipynb", "1");
        Environment.SetEnvironmentVariable("JUPYTER_PATH", _folder.File("data"));
        try
        {
            Assert.Equal(0, (await RunAsync("a.ipynb", "--kernel", "mine")).ExitCode);
        }
        finally
        {
            Environment.SetEnvironmentVariable("JUPYTER_PATH", null);
        }
    }

    [Fact]
    public async Task A_kernel_of_another_language_runs_and_is_interrupted_by_signal()
    {
        Requirement.Check(KernelSpecs.Names().Contains("python3"), "kernel for Python", "python3-ipykernel");
        _folder.Write("a.ipynb", "def f(x):\n    return 1 / x", "print('hi')\nf(0)");
        _folder.Write("b.ipynb", "print('begun')\nwhile True: pass");
        var run = await RunAsync(".", "--kernel", "python3", "--timeout", "10");
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

    private Task<CourseProgram.Outcome> RunAsync(params string[] arguments) =>
        CourseProgram.RunAsync(_folder.Path, ["run", .. arguments, "--out", _folder.Output]);
}
