using System.Globalization;
using Browsing;
using Course.Tests.Running;

namespace Course.Tests.Newcomer;

/// <summary>However the program ends, nothing that it has started goes on.</summary>
public sealed class EndingTests(Browser browser) : IClassFixture<Browser>, IDisposable
{
    private readonly NotebookFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(PosixSignals.Interrupt)]
    [InlineData(PosixSignals.Terminate)]
    public async Task Stopped_while_a_cell_runs_it_first_ends_every_kernel(int signal)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no signals that a test could send.");
        await using var course = await StartAsync();
        var kernels = await RunAsync(course);

        PosixSignals.Send(course.Process.Id, signal);
        await course.EndedAsync();

        Assert.DoesNotContain(kernels, PosixSignals.IsRunning);
        Assert.DoesNotContain("   at ", course.Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Killed_while_a_cell_runs_it_leaves_no_kernel()
    {
        await using var course = await StartAsync();
        var kernels = await RunAsync(course);

        course.Process.Kill();

        await Condition.UntilAsync(() => !kernels.Any(PosixSignals.IsRunning), () => "a kernel still runs");
    }

    private Task<OpenedCourse> StartAsync()
    {
        _folder.Write("endless.ipynb", "Console.WriteLine($\"process {Environment.ProcessId}\");\nwhile (true) ;");
        return OpenedCourse.StartAsync("--notebooks", _folder.Path);
    }

    /// <summary>Runs the endless cell and leaves its page.</summary>
    /// <returns>The processes of all kernels.</returns>
    private async Task<IReadOnlyList<int>> RunAsync(OpenedCourse course)
    {
        await using var reader = await ReaderTab.FollowAsync(browser, course.Link);
        await reader.GoAsync("endless");
        await reader.Cell("c1", ".run").ClickAsync();
        await reader.UntilAsync("c1", "running");
        await ReaderTab.UntilContainsAsync(reader.Output("c1"), "process");
        var text = await reader.Output("c1").InnerTextAsync();
        var kernel = int.Parse(text.Split(' ', '\n')[1], CultureInfo.InvariantCulture);
        Assert.True(PosixSignals.IsRunning(kernel));
        return [.. course.Kernels.Union([kernel])];
    }
}
