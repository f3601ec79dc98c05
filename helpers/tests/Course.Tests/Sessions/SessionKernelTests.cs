using System.Diagnostics;
using Course.Sessions;
using Jupyter.Documents;

namespace Course.Tests.Sessions;

/// <summary>What a session does when its kernel is restarted, stopped, or dies.</summary>
public sealed class SessionKernelTests : IAsyncLifetime
{
    private readonly SessionLab _lab = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _lab.DisposeAsync();

    [Fact]
    public async Task A_restart_forgets_what_cells_have_defined_and_keeps_text_and_outputs()
    {
        var session = _lab.Open("var x = 1; x", "x");
        await SessionLab.RunAsync(session, session.Cells[0]);
        session.Edit(session.Cells[0], "var x = 2; x");
        await session.RestartAsync();
        Assert.Equal(SessionState.Ready, session.State);
        Assert.Equal("var x = 2; x", session.Cells[0].Source);
        Assert.Equal("1", SessionLab.Text(session.Cells[0]));
        Assert.Equal(OutputOrigin.EndedKernel, session.Cells[0].OutputOrigin);
        Assert.Equal(CellState.Failed, (await SessionLab.RunAsync(session, session.Cells[1])).State);
        Assert.Equal(1, session.Cells[1].ExecutionCount);
    }

    [Fact]
    public async Task A_restart_stops_the_cell_that_runs_and_empties_the_queue()
    {
        var session = _lab.Open("Console.WriteLine(\"begun\"); while (true) ;", "2");
        session.RunAll();
        await SessionLab.UntilAsync(session, () => SessionLab.Text(session.Cells[0]) == "begun\n");
        await session.RestartAsync();
        Assert.Equal([CellState.Stopped, CellState.Idle], session.Cells.Select(cell => cell.State));
        Assert.Empty(session.Queue);
        await SessionLab.RunAsync(session, session.Cells[1]);
        Assert.Equal("2", SessionLab.Text(session.Cells[1]));
    }

    [Fact]
    public async Task A_kernel_that_is_killed_says_so_and_a_restart_revives_it()
    {
        var session = _lab.Open("Console.WriteLine(Environment.ProcessId); while (true) ;", "2");
        session.RunAll();
        await SessionLab.UntilAsync(session, () => SessionLab.Text(session.Cells[0]).EndsWith('\n'));
        using (var kernel = Process.GetProcessById(int.Parse(SessionLab.Text(session.Cells[0]), System.Globalization.CultureInfo.InvariantCulture)))
            kernel.Kill();
        await SessionLab.UntilAsync(session, () => session.State == SessionState.Died);
        Assert.Equal(NoticeKind.Error, session.Notice!.Kind);
        Assert.Contains("Restart", session.Notice.Text, StringComparison.Ordinal);
        Assert.Equal([CellState.Stopped, CellState.Idle], session.Cells.Select(cell => cell.State));
        Assert.Contains("\nKernel ended", SessionLab.Text(session.Cells[0]), StringComparison.Ordinal);
        await session.RestartAsync();
        Assert.Null(session.Notice);
        await SessionLab.RunAsync(session, session.Cells[1]);
        Assert.Equal("2", SessionLab.Text(session.Cells[1]));
    }

    [Fact]
    public async Task A_kernel_that_ends_itself_says_how_and_the_next_run_starts_another()
    {
        var session = _lab.Open("Environment.FailFast(\"the last words\");", "2");
        session.Run(session.Cells[0]);
        await SessionLab.UntilAsync(session, () => session.State == SessionState.Died);
        Assert.Contains("the last words", session.Notice!.Detail, StringComparison.Ordinal);
        // What is said at once is short; the rest is folded.
        Assert.DoesNotContain("the last words", session.Notice.Text, StringComparison.Ordinal);
        var (error, words) = (session.Cells[0].Output.View.Items[^2].Output, session.Cells[0].Output.View.Items[^1].Output);
        Assert.Equal(["The kernel ended while this cell ran."], Assert.IsType<ErrorOutput>(error).Traceback);
        Assert.Matches("^<details><summary>[^<]+</summary><pre>[^<]*the last words[^<]*</pre></details>$", Assert.IsType<DisplayOutput>(words).Data.Text("text/html"));
        await SessionLab.RunAsync(session, session.Cells[1]);
        Assert.Equal("2", SessionLab.Text(session.Cells[1]));
        Assert.Null(session.Notice);
    }

    [Fact]
    public async Task A_kernel_that_dies_between_cells_says_so_too()
    {
        var session = _lab.Open("Environment.ProcessId");
        await SessionLab.RunAsync(session, session.Cells[0]);
        using (var kernel = Process.GetProcessById(int.Parse(SessionLab.Text(session.Cells[0]), System.Globalization.CultureInfo.InvariantCulture)))
            kernel.Kill();
        await SessionLab.UntilAsync(session, () => session.State == SessionState.Died);
        Assert.Equal(CellState.Succeeded, session.Cells[0].State);
        Assert.Equal(OutputOrigin.EndedKernel, session.Cells[0].OutputOrigin);
    }

    [Fact]
    public async Task A_kernel_that_cannot_be_started_is_told_and_the_queue_is_emptied()
    {
        var pool = new KernelPool(new KernelPoolOptions { Spec = SessionLab.Spec with { Arguments = ["no-such-program"] }, KeepsSpare = false });
        await using var registry = new SessionRegistry(_lab.Options with { Kernels = pool });
        var session = registry.Open(_lab.Write("1"));
        session.RunAll();
        await SessionLab.UntilAsync(session, () => session.Notice is not null);
        Assert.Contains("no-such-program", session.Notice!.Text, StringComparison.Ordinal);
        Assert.Equal(SessionState.NoKernel, session.State);
        await SessionLab.UntilAsync(session, () => session.Queue.Count == 0);
        Assert.Equal(CellState.Idle, session.Cells[0].State);
    }

    [Fact]
    public async Task Two_hundred_runs_and_many_restarts_leave_no_process()
    {
        var ids = new HashSet<int>();
        var session = _lab.Open("Environment.ProcessId");
        var cell = session.Cells[0];
        for (var i = 0; i < 200; i++)
        {
            await SessionLab.RunAsync(session, cell);
            Assert.Equal(CellState.Succeeded, cell.State);
            ids.Add(int.Parse(SessionLab.Text(cell), System.Globalization.CultureInfo.InvariantCulture));
            if (i % 40 == 39) await session.RestartAsync();
        }

        // Restarts that come faster than kernels start.
        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Task.Run(async () =>
        {
            session.RunAll();
            await session.RestartAsync();
        })));
        await SessionLab.RunAsync(session, cell);
        ids.Add(int.Parse(SessionLab.Text(cell), System.Globalization.CultureInfo.InvariantCulture));
        await _lab.Registry.DisposeAsync();
        Assert.InRange(ids.Count, 6, 7);
        Assert.All(ids, id => Assert.Throws<ArgumentException>(() => Process.GetProcessById(id)));
        Assert.Empty(ChildrenOfThisProcess());
    }

    /// <summary>The kernels that this test's sessions have started, where the system lets one look.</summary>
    private IEnumerable<int> ChildrenOfThisProcess()
    {
        if (!OperatingSystem.IsLinux()) yield break;
        foreach (var process in Process.GetProcesses())
        {
            using (process)
            {
                var folder = "";
                try
                {
                    folder = new FileInfo($"/proc/{process.Id}/cwd").LinkTarget;
                }
                catch (Exception e) when (e is IOException or UnauthorizedAccessException)
                {
                    // It has ended, or is somebody else's.
                }

                if (folder == _lab.Folder) yield return process.Id;
            }
        }
    }
}
