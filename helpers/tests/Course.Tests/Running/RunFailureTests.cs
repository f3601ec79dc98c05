using System.Text.Json.Nodes;
using Jupyter.Documents;

namespace Course.Tests.Running;

/// <summary>The verb <c>run</c> with notebooks that fail, as a process with real kernels.</summary>
public sealed class RunFailureTests : IDisposable
{
    private readonly NotebookFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_cell_that_fails_is_named_with_its_line_and_error_and_the_next_notebook_is_run()
    {
        _folder.Write("a-fails.ipynb", "Console.WriteLine(\"before\");", "var zero = 0;\n\nvar x = 1 / zero;", "Console.WriteLine(\"after\");");
        _folder.Write("b-runs.ipynb", "1 + 1");

        var run = await CourseProgram.RunNotebooksAsync(_folder, ".");

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
        var run = await CourseProgram.RunNotebooksAsync(_folder, "a.ipynb");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("a.ipynb: cell 1 (c1), line 2:", run.Error, StringComparison.Ordinal);
        Assert.Contains("CS0103", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cell_that_ends_its_kernel_is_named_and_the_next_notebook_is_run()
    {
        _folder.Write("a.ipynb", "1", "Environment.Exit(3);");
        _folder.Write("b.ipynb", "Console.WriteLine(\"fine\");");
        var run = await CourseProgram.RunNotebooksAsync(_folder, ".", "--json");
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
        var run = await CourseProgram.RunNotebooksAsync(_folder, "a.ipynb");
        Assert.Equal(0, run.ExitCode);
        Assert.Single(Notebook.Read(Path.Combine(_folder.Output, "a.ipynb")).Cells[1].Outputs);
    }

    [Fact]
    public async Task A_file_that_is_no_notebook_is_named_and_the_next_one_is_run()
    {
        await File.WriteAllTextAsync(_folder.File("a.ipynb"), "{\n \"cells\": oops", TestContext.Current.CancellationToken);
        _folder.Write("b.ipynb", "1");
        var run = await CourseProgram.RunNotebooksAsync(_folder, "a.ipynb", "b.ipynb");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("a.ipynb: cannot be read: it is not JSON (line 2,", run.Error, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(_folder.Output, "b.html")));
    }

    [Fact]
    public async Task Without_save_and_after_a_failure_the_notebook_stays_as_it_is()
    {
        var file = _folder.Write("a.ipynb", "Console.WriteLine(\"hi\");");
        var failing = _folder.Write("b.ipynb", "1", "throw new Exception();");
        var (before, failingBefore) = (await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken), await File.ReadAllTextAsync(failing, TestContext.Current.CancellationToken));
        await CourseProgram.RunNotebooksAsync(_folder, "a.ipynb");
        await CourseProgram.RunNotebooksAsync(_folder, "b.ipynb", "--save");
        Assert.Equal(before, await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
        Assert.Equal(failingBefore, await File.ReadAllTextAsync(failing, TestContext.Current.CancellationToken));
    }
}
