using System.Text.Json.Nodes;
using Jupyter.Documents;

namespace Course.Tests.Running;

/// <summary>The verb <c>run</c>, as a process with real kernels.</summary>
public sealed class RunTests : IDisposable
{
    private readonly NotebookFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task In_a_pipe_progress_and_table_are_plain_lines()
    {
        _folder.Write("a.ipynb", "1", "display(HTML(\"<figure data-chart='bars'></figure>\"));");
        var run = await CourseProgram.RunNotebooksAsync(_folder, "a.ipynb");
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
        var run = await CourseProgram.RunNotebooksAsync(_folder, "a.ipynb", "--json");
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
        Assert.Equal(0, (await CourseProgram.RunNotebooksAsync(_folder, "a.ipynb", "--save")).ExitCode);
        var saved = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
        Assert.Contains("\"hi\\n\"", saved, StringComparison.Ordinal);
        Assert.Contains("é😀", saved, StringComparison.Ordinal);
        Assert.Equal(Notebook.Parse(saved).ToJson(), saved);

        Assert.Equal(0, (await CourseProgram.RunNotebooksAsync(_folder, "a.ipynb", "--save")).ExitCode);
        Assert.Equal(saved, await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Notebooks_of_the_same_name_from_different_folders_keep_apart()
    {
        Directory.CreateDirectory(_folder.File("one"));
        Directory.CreateDirectory(_folder.File("two"));
        _folder.Write(Path.Combine("one", "a.ipynb"), "1");
        _folder.Write(Path.Combine("two", "a.ipynb"), "2");
        Assert.Equal(0, (await CourseProgram.RunNotebooksAsync(_folder, "one", "two")).ExitCode);
        Assert.Equal(["a-2.html", "a-2.ipynb", "a.html", "a.ipynb"], Directory.GetFiles(_folder.Output).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task What_an_earlier_run_has_left_in_the_folder_is_not_run()
    {
        _folder.Write("a.ipynb", "1");
        await CourseProgram.RunNotebooksAsync(_folder, ".");
        var run = await CourseProgram.RunNotebooksAsync(_folder, ".", "--json");
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
            Assert.Equal(0, (await CourseProgram.RunNotebooksAsync(_folder, "a.ipynb", "--kernel", "mine")).ExitCode);
        }
        finally
        {
            Environment.SetEnvironmentVariable("JUPYTER_PATH", null);
        }
    }
}
