using System.Diagnostics;
using System.Text.Json.Nodes;
using Jupyter.Kernels;

namespace Course.Tests.Kernels;

/// <summary>The verb <c>kernel</c> of the program, with Jupyter's folders in a temporary one.</summary>
public sealed class KernelCommandTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("course-tests-");

    private string Data => Path.Combine(_folder.FullName, "data");

    private string Spec => Path.Combine(Data, "kernels", ".net-csharp");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task The_installed_kernel_runs_from_any_folder_without_the_clone()
    {
        var installed = await RunAsync("kernel", "install");
        Assert.Equal((0, ""), (installed.ExitCode, installed.Error));
        Assert.StartsWith($"Installed '.net-csharp', which front ends show as .NET (C#), in {Spec}.", installed.Output, StringComparison.Ordinal);

        var spec = KernelSpec.Read(Spec);
        Assert.Equal((".NET (C#)", "C#", "message"), (spec.DisplayName, spec.Language, spec.InterruptMode));
        Assert.False((bool)spec.Metadata["debugger"]!);
        Assert.StartsWith(Spec, spec.Arguments[1], StringComparison.Ordinal);
        var elsewhere = _folder.CreateSubdirectory("elsewhere").FullName;
        await using var kernel = await KernelProcess.StartAsync(spec, elsewhere, TestContext.Current.CancellationToken);
        var results = new List<string?>();
        await kernel.Client.ExecuteAsync(
            "1 + 1",
            message =>
            {
                if (message.Type == "execute_result") results.Add((string?)message.Content["data"]!["text/plain"]);
            },
            TestContext.Current.CancellationToken);
        Assert.Equal(["2"], results);
    }

    [Fact]
    public async Task It_has_logos_of_the_sizes_that_front_ends_show()
    {
        await RunAsync("kernel", "install");

        foreach (var size in new[] { 32, 64 })
        {
            var png = await File.ReadAllBytesAsync(Path.Combine(Spec, $"logo-{size}x{size}.png"), TestContext.Current.CancellationToken);
            Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], png[..4]);
            Assert.Equal([0, 0, 0, (byte)size, 0, 0, 0, (byte)size], png[16..24]);
        }

        Assert.StartsWith("<svg", await File.ReadAllTextAsync(Path.Combine(Spec, "logo-svg.svg"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_products_kernel_of_the_name_stays_unless_it_is_forced()
    {
        var foreign = WriteForeignKernel();

        var refused = await RunAsync("kernel", "install");
        Assert.Equal(2, refused.ExitCode);
        Assert.Equal(
            $"There is another kernel named '.net-csharp' in {Spec}: Other, started by 'other'. "
            + "Replace it with --force, or install beside it with --name.",
            refused.Error.Trim());
        Assert.Equal(foreign, await File.ReadAllTextAsync(Path.Combine(Spec, "kernel.json"), TestContext.Current.CancellationToken));

        var kept = await RunAsync("kernel", "uninstall");
        Assert.Equal(2, kept.ExitCode);
        Assert.Contains("is not the course's and stays: Other, started by 'other'.", kept.Error, StringComparison.Ordinal);

        var beside = await RunAsync("kernel", "install", "--name", "Mine");
        Assert.Equal(0, beside.ExitCode);
        Assert.True(File.Exists(Path.Combine(Data, "kernels", "mine", "kernel.json")));

        var forced = await RunAsync("kernel", "install", "--force");
        Assert.Equal(0, forced.ExitCode);
        Assert.Contains("It has replaced Other, started by 'other'.", forced.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Uninstalling_removes_what_installing_made_and_nothing_else()
    {
        WriteForeignKernel();
        var notes = Path.Combine(Spec, "notes.txt");
        await File.WriteAllTextAsync(notes, "mine", TestContext.Current.CancellationToken);
        await RunAsync("kernel", "install", "--force");
        await RunAsync("kernel", "install", "--name", "second");

        Assert.Equal(0, (await RunAsync("kernel", "uninstall")).ExitCode);
        Assert.Equal(0, (await RunAsync("kernel", "uninstall", "--name", "second")).ExitCode);

        Assert.Equal([notes], Directory.EnumerateFiles(Data, "*", SearchOption.AllDirectories));
        Assert.False(Directory.Exists(Path.Combine(Data, "kernels", "second")));
        var again = await RunAsync("kernel", "uninstall");
        Assert.Equal(2, again.ExitCode);
        Assert.Contains("The course's kernel is not installed where Jupyter looks.", again.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Installing_again_is_no_different_from_installing()
    {
        await RunAsync("kernel", "install");
        var files = Directory.EnumerateFileSystemEntries(Spec, "*", SearchOption.AllDirectories).Order().ToArray();

        Assert.Equal(0, (await RunAsync("kernel", "install")).ExitCode);

        Assert.Equal(files, Directory.EnumerateFileSystemEntries(Spec, "*", SearchOption.AllDirectories).Order());
    }

    [Fact]
    public async Task An_environment_is_named_by_its_prefix()
    {
        var prefix = Path.Combine(_folder.FullName, "env");

        var installed = await RunAsync("kernel", "install", "--prefix", prefix);

        Assert.True(File.Exists(Path.Combine(prefix, "share", "jupyter", "kernels", ".net-csharp", "kernel.json")));
        Assert.Contains($"set JUPYTER_PATH to {Path.Combine(prefix, "share", "jupyter")}", installed.Output, StringComparison.Ordinal);
        Assert.Equal(2, (await RunAsync("kernel", "install", "--prefix", prefix, "--user")).ExitCode);
    }

    [Fact]
    public async Task The_list_tells_the_courses_kernel_from_others()
    {
        WriteForeignKernel();
        await RunAsync("kernel", "install", "--name", "mine");

        var lines = (await RunAsync("kernel", "list")).Output.Split('\n');

        Assert.Contains(lines, line => line.StartsWith(".net-csharp  Other", StringComparison.Ordinal) && !line.Contains("this course's", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("mine         .NET (C#)", StringComparison.Ordinal) && line.Contains("this course's", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("..")]
    [InlineData("a/b")]
    [InlineData("ä")]
    public async Task A_name_that_Jupyter_would_not_take_is_refused(string name)
    {
        var refused = await RunAsync("kernel", "install", "--name", name);

        Assert.Equal(2, refused.ExitCode);
        Assert.StartsWith($"'{name}' cannot be a kernel's name", refused.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Data));
    }

    [Fact]
    public async Task The_folder_of_the_variable_counts_and_one_that_is_searched_before_it_is_told()
    {
        var first = Path.Combine(_folder.FullName, "first");
        var other = Path.Combine(first, "kernels", ".net-csharp");
        Directory.CreateDirectory(other);
        await File.WriteAllTextAsync(Path.Combine(other, "kernel.json"), "{", TestContext.Current.CancellationToken);

        var installed = await RunAsync(["kernel", "install"], ("JUPYTER_PATH", first));

        Assert.Contains($"Jupyter finds another one of this name first, in {other}: its kernel.json cannot be read.", installed.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_place_that_cannot_be_written_to_is_told_without_a_stack_trace()
    {
        var file = Path.Combine(_folder.FullName, "file");
        await File.WriteAllTextAsync(file, "", TestContext.Current.CancellationToken);

        var failed = await RunAsync("kernel", "install", "--prefix", file);

        Assert.Equal(2, failed.ExitCode);
        Assert.StartsWith("The kernel cannot be installed in ", failed.Error, StringComparison.Ordinal);
        Assert.Single(failed.Error.Trim().Split('\n'));
    }

    private string WriteForeignKernel()
    {
        var json = new JsonObject { ["argv"] = new JsonArray("other"), ["display_name"] = "Other", ["language"] = "C#" }.ToJsonString();
        Directory.CreateDirectory(Spec);
        File.WriteAllText(Path.Combine(Spec, "kernel.json"), json);
        return json;
    }

    private Task<CourseProgram.Outcome> RunAsync(params string[] arguments) => RunAsync(arguments, []);

    private async Task<CourseProgram.Outcome> RunAsync(string[] arguments, params (string Name, string Value)[] variables)
    {
        var start = CourseProgram.StartInfo(_folder.FullName, arguments);
        start.Environment["JUPYTER_DATA_DIR"] = Data;
        start.Environment.Remove("JUPYTER_PATH");
        start.Environment.Remove("JUPYTER_PREFER_ENV_PATH");
        foreach (var (name, value) in variables) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        return await CourseProgram.EndOfAsync(process);
    }
}
