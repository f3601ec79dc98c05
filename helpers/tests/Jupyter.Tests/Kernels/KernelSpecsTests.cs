using Jupyter.Kernels;

namespace Jupyter.Tests.Kernels;

public sealed class KernelSpecsTests : IDisposable
{
    private readonly TemporaryFolder _user = new();
    private readonly TemporaryFolder _system = new();

    private string[] SearchPath => [_user.Path, Path.Combine(_user.Path, "not-there"), _system.Path];

    public void Dispose()
    {
        _user.Dispose();
        _system.Dispose();
    }

    [Fact]
    public void The_first_folder_that_has_a_kernel_of_the_name_counts()
    {
        Install(_system, "python3", "system");
        Install(_user, "Python3", "user");
        var spec = KernelSpecs.Find("PYTHON3", SearchPath);
        Assert.Equal("user", spec.DisplayName);
        Assert.Equal("Python3", spec.Name);
        Assert.Equal(Path.Combine(_user.Path, "kernels", "Python3"), spec.Folder);
    }

    [Fact]
    public void A_spec_says_how_the_kernel_is_started_and_interrupted()
    {
        _user.Write(Path.Combine("kernels", "x", "kernel.json"), """
            {"argv": ["run", "{connection_file}"], "display_name": "X", "language": "x", "interrupt_mode": "message",
             "env": {"A": "b"}, "metadata": {"debugger": true}}
            """);
        var spec = KernelSpecs.Find("x", SearchPath);
        Assert.Equal(["run", "{connection_file}"], spec.Arguments);
        Assert.Equal("message", spec.InterruptMode);
        Assert.Equal("b", spec.Environment["A"]);
    }

    [Fact]
    public void A_kernel_is_interrupted_by_signal_unless_it_says_otherwise()
    {
        Install(_user, "x", "X");
        Assert.Equal("signal", KernelSpecs.Find("x", SearchPath).InterruptMode);
    }

    [Fact]
    public void An_unknown_name_is_refused_with_those_that_are_installed()
    {
        Install(_system, "b", "B");
        Install(_user, "a", "A");
        Directory.CreateDirectory(Path.Combine(_user.Path, "kernels", "without-a-spec"));
        var error = Assert.Throws<KernelSpecException>(() => KernelSpecs.Find("c", SearchPath));
        Assert.Equal("No Jupyter kernel named 'c' is installed. Installed are: a, b.", error.Message);
    }

    [Fact]
    public void Where_none_is_installed_the_refusal_says_so() => Assert.Equal(
        "No Jupyter kernel named 'c' is installed, nor any other.",
        Assert.Throws<KernelSpecException>(() => KernelSpecs.Find("c", SearchPath)).Message);

    [Theory]
    [InlineData("{", "cannot be read")]
    [InlineData("{}", "cannot be read")]
    [InlineData("""{"argv": []}""", "does not say how the kernel is started")]
    public void A_broken_spec_is_named_with_its_file(string json, string reason)
    {
        var file = _user.Write(Path.Combine("kernels", "x", "kernel.json"), json);
        var error = Assert.Throws<KernelSpecException>(() => KernelSpecs.Find("x", SearchPath));
        Assert.StartsWith(file, error.Message, StringComparison.Ordinal);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_folders_of_Jupyters_variables_are_searched_first()
    {
        var path = Environment.GetEnvironmentVariable("JUPYTER_PATH");
        Environment.SetEnvironmentVariable("JUPYTER_PATH", $"{_user.Path}{Path.PathSeparator}{_system.Path}");
        try
        {
            Assert.Equal([_user.Path, _system.Path], KernelSpecs.SearchPath().Take(2));
        }
        finally
        {
            Environment.SetEnvironmentVariable("JUPYTER_PATH", path);
        }
    }

    private static void Install(TemporaryFolder folder, string name, string displayName) => folder.Write(
        Path.Combine("kernels", name, "kernel.json"), $$"""{"argv": ["x"], "display_name": "{{displayName}}", "language": "x"}""");
}
