using System.Net;
using System.Net.Sockets;

namespace Course.Tests.Newcomer;

/// <summary>What goes wrong before the course is served is said in one line that tells what to do.</summary>
public sealed class CommandLineTests : IDisposable
{
    private readonly NotebookFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_taken_port_is_named()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;

        await FailsAsync($"Port {port} is taken", "--port", $"{port}");
    }

    [Theory]
    [InlineData("0")]
    [InlineData("65536")]
    [InlineData("-1")]
    [InlineData("http")]
    [InlineData("80.5")]
    public async Task What_is_no_port_is_named(string port) =>
        await FailsAsync($"--port takes a number from 1 to 65535, not '{port}'.", $"--port={port}");

    [Fact]
    public async Task A_folder_that_is_not_there_is_named() =>
        await FailsAsync($"There is no folder {_folder.File("none")}", "--notebooks", _folder.File("none"));

    [Fact]
    public async Task A_file_in_place_of_a_folder_is_named() =>
        await FailsAsync($"There is no folder {_folder.Write("a.ipynb", "1")}", "--notebooks", _folder.File("a.ipynb"));

    [Fact]
    public async Task An_empty_folder_is_opened_and_says_what_to_put_there()
    {
        await using var course = await OpenedCourse.StartAsync("--notebooks", _folder.Path);

        var page = await course.Client.GetStringAsync(course.Address, TestContext.Current.CancellationToken);

        Assert.Contains("There are no notebooks in this folder.", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_broken_notebook_says_what_is_wrong_and_the_others_open()
    {
        await File.WriteAllTextAsync(_folder.File("broken.ipynb"), "{ \"cells\": [", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(_folder.File("old.ipynb"), "{ \"nbformat\": 3, \"worksheets\": [] }", TestContext.Current.CancellationToken);
        _folder.Write("whole.ipynb", "1");
        await using var course = await OpenedCourse.StartAsync("--notebooks", _folder.Path);

        foreach (var name in new[] { "broken", "old" })
        {
            var page = await course.Client.GetStringAsync(new Uri(course.Address, $"/lessons/{name}"), TestContext.Current.CancellationToken);
            Assert.Contains("role=\"alert\"", page, StringComparison.Ordinal);
            Assert.DoesNotContain("   at ", page, StringComparison.Ordinal);
        }

        Assert.Contains("code-cell", await course.Client.GetStringAsync(new Uri(course.Address, "/lessons/whole"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        var contents = await course.Client.GetStringAsync(course.Address, TestContext.Current.CancellationToken);
        Assert.Equal(2, contents.Split("This notebook cannot be opened.").Length - 1);
    }

    /// <summary>The program ends at once, with one line on standard error (and a hint to --help where options are wrong).</summary>
    private async Task FailsAsync(string reason, params string[] arguments)
    {
        var outcome = await CourseProgram.RunAsync(_folder.Path, ["--no-browser", .. arguments]);

        Assert.Equal(2, outcome.ExitCode);
        Assert.Empty(outcome.Output);
        var line = Assert.Single(outcome.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries), line => line != "Try --help.");
        Assert.StartsWith(reason, line, StringComparison.Ordinal);
    }
}
