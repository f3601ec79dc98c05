namespace Course.Tests.Running;

/// <summary>What the verb <c>run</c> says of itself and of wrong usage.</summary>
public sealed class RunUsageTests : IDisposable
{
    private readonly NotebookFolder _folder = new();

    public void Dispose() => _folder.Dispose();

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

    [Fact]
    public async Task With_dotnet_run_too_a_path_is_one_of_the_folder_in_which_it_is_typed()
    {
        Directory.CreateDirectory(Path.Combine(_folder.Path, "here"));

        var run = await CourseProgram.RunProjectAsync(_folder.Path, "run", "here");

        Assert.Contains("There are no notebooks in here", run.Error, StringComparison.Ordinal);
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
}
