using Course.Sessions;
using Course.Tests.Running;
using Jupyter.Documents;
using Jupyter.Kernels;
using Microsoft.Extensions.Time.Testing;

namespace Course.Tests.Sessions;

/// <summary>Which kernels there are, and when they end, with real kernels on a clock of the test's own.</summary>
public sealed class KernelPoolTests : IAsyncLifetime
{
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(2);

    private readonly FakeTimeProvider _time = new();
    private readonly NotebookFolder _folder = new();
    private readonly KernelPool _pool;
    private readonly SessionRegistry _registry;
    private bool _memoryIsScarce;

    public KernelPoolTests()
    {
        _pool = new KernelPool(new KernelPoolOptions { Spec = SessionLab.Spec, Limit = 2, QuietTime = Quiet, Time = _time });
        _registry = new SessionRegistry(new SessionOptions
        {
            Kernels = _pool,
            Files = new SpoolFolder(_folder.Path),
            IsMemoryScarce = () => _memoryIsScarce,
            Time = _time,
        });
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _registry.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task The_first_run_takes_the_spare_kernel_which_counts_from_one_and_knows_nothing()
    {
        _registry.Warm(_folder.Path);
        var spare = await SpareAsync();
        var session = Open("a", "Environment.ProcessId", "numbers");
        await RunAsync(session, 0);
        Assert.Equal($"{spare.Id}", SessionLab.Text(session.Cells[0]));
        Assert.Equal(1, session.Cells[0].ExecutionCount);
        await RunAsync(session, 1);
        Assert.Contains(session.Cells[1].Output.View.Items, item => item.Output is ErrorOutput);
    }

    [Fact]
    public async Task The_spare_kernel_has_run_something_that_nobody_has_seen()
    {
        _registry.Warm(_folder.Path);
        var spare = await SpareAsync();
        var reply = await spare.Client.ExecuteAsync("1", cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(1, reply.ExecutionCount);
        var history = await spare.Client.RequestAsync(
            KernelChannel.Shell,
            "history_request",
            new() { ["hist_access_type"] = "tail", ["n"] = 10, ["output"] = false, ["raw"] = true },
            TestContext.Current.CancellationToken);
        Assert.Single(history["history"]!.AsArray());
    }

    [Fact]
    public async Task Another_spare_is_started_when_no_cell_has_run_for_a_while()
    {
        var session = Open("a", "Console.ReadLine();");
        session.Run(session.Cells[0]);
        await SessionLab.UntilAsync(session, () => session.Question is not null);
        _time.Advance(TimeSpan.FromMinutes(5));
        Assert.Null(_pool.Spare);
        session.Question!.Answer("");
        await SessionLab.UntilAsync(session, () => session.State == SessionState.Ready);
        Assert.Null(_pool.Spare);
        _time.Advance(Quiet);
        Assert.NotNull(_pool.Spare);
    }

    [Fact]
    public async Task A_spare_of_another_folder_is_of_no_use()
    {
        _registry.Warm(Path.GetTempPath());
        var spare = await SpareAsync();
        var session = Open("a", "Environment.CurrentDirectory");
        await RunAsync(session, 0);
        Assert.Equal(_folder.Path, SessionLab.Text(session.Cells[0]));
        _time.Advance(Quiet);
        Assert.NotEqual(spare.Id, (await SpareAsync()).Id);
        await spare.Exited.WaitAsync(SessionLab.Patience, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_spare_that_was_killed_is_not_given_to_anybody()
    {
        _registry.Warm(_folder.Path);
        var spare = await SpareAsync();
        await spare.KillAsync();
        var session = Open("a", "Environment.ProcessId");
        await RunAsync(session, 0);
        Assert.Equal(CellState.Succeeded, session.Cells[0].State);
        Assert.NotEqual($"{spare.Id}", SessionLab.Text(session.Cells[0]));
    }

    [Fact]
    public async Task When_there_are_too_many_the_reader_is_told_who_has_them_and_can_free_one()
    {
        var (a, b, c) = (Open("a", "1"), Open("b", "1"), Open("c", "1", "2"));
        await RunAsync(a, 0);
        await RunAsync(b, 0);
        c.RunAll();
        await SessionLab.UntilAsync(c, () => c.Notice is not null && c.Queue.Count == 0);
        Assert.Contains("“a”, “b”", c.Notice!.Text, StringComparison.Ordinal);
        Assert.Contains("Stop the kernel", c.Notice.Text, StringComparison.Ordinal);
        Assert.Equal(CellState.Idle, c.Cells[0].State);
        a.StopKernel();
        await RunAsync(c, 0);
        Assert.Null(c.Notice);
        Assert.Equal(CellState.Succeeded, c.Cells[0].State);
    }

    [Fact]
    public async Task A_kernel_that_has_nothing_to_do_for_long_ends_unless_a_tab_shows_its_lesson()
    {
        var (watched, left) = (Open("a", "1"), Open("b", "1"));
        using var tab = _registry.OpenTab(watched.File);
        Assert.Same(watched, tab.Session);
        await RunAsync(watched, 0);
        await RunAsync(left, 0);
        _time.Advance(TimeSpan.FromMinutes(59));
        Assert.Equal((SessionState.Ready, SessionState.Ready), (watched.State, left.State));
        await left.ConnectAsync(TestContext.Current.CancellationToken);
        _time.Advance(TimeSpan.FromMinutes(59));
        Assert.Equal((SessionState.Ready, SessionState.Ready), (watched.State, left.State));
        _time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal((SessionState.Ready, SessionState.NoKernel), (watched.State, left.State));
        Assert.Contains("60 minutes", left.Notice!.Text, StringComparison.Ordinal);
        tab.Dispose();
        tab.Dispose();
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(SessionState.NoKernel, watched.State);
        await RunAsync(left, 0);
        Assert.Equal(CellState.Succeeded, left.Cells[0].State);
        Assert.Null(left.Notice);
    }

    [Fact]
    public async Task Where_memory_is_scarce_a_kernel_ends_sooner()
    {
        var session = Open("a", "1");
        await RunAsync(session, 0);
        _time.Advance(TimeSpan.FromMinutes(11));
        Assert.Equal(SessionState.Ready, session.State);
        _memoryIsScarce = true;
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(SessionState.NoKernel, session.State);
    }

    [Fact]
    public async Task A_kernel_that_runs_a_cell_does_not_end_however_long_that_takes()
    {
        var session = Open("a", "Console.ReadLine();");
        session.Run(session.Cells[0]);
        await SessionLab.UntilAsync(session, () => session.Question is not null);
        _time.Advance(TimeSpan.FromDays(1));
        Assert.Equal(SessionState.Running, session.State);
        Assert.Equal(TimeSpan.FromDays(1), session.Cells[0].Elapsed);
    }

    [Fact]
    public async Task A_kernel_that_answers_nothing_any_more_is_told_of_and_a_restart_does_not_wait_for_it()
    {
        if (OperatingSystem.IsWindows()) return; // There, a process cannot be halted so easily.
        _registry.Warm(_folder.Path);
        var halted = await SpareAsync();
        var session = Open("a", "Console.WriteLine(1); while (true) ;", "2");
        session.Run(session.Cells[0]);
        await SessionLab.UntilAsync(session, () => SessionLab.Text(session.Cells[0]) == "1\n");
        PosixSignals.Send(halted.Id, PosixSignals.Stop);
        var interrupt = session.InterruptAsync();
        await SessionLab.UntilAsync(session, () => session.State == SessionState.Interrupting);
        Assert.Null(session.Notice);
        _time.Advance(TimeSpan.FromSeconds(5));
        await SessionLab.UntilAsync(session, () => session.Notice is not null);
        Assert.Contains("does not stop", session.Notice!.Text, StringComparison.Ordinal);

        await session.RestartAsync();
        await interrupt;
        await RunAsync(session, 1);
        Assert.Equal(CellState.Succeeded, session.Cells[1].State);
        Assert.Null(session.Notice);
        await halted.Exited.WaitAsync(SessionLab.Patience, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task When_the_pool_ends_so_do_all_its_kernels_even_those_that_are_being_started()
    {
        _registry.Warm(_folder.Path);
        var spare = await SpareAsync();
        var session = Open("a", "1");
        await RunAsync(session, 0);
        _registry.Warm(Path.GetTempPath());
        var starting = _pool.TakeAsync(Open("b", "1"), TestContext.Current.CancellationToken);
        await _registry.DisposeAsync();
        Assert.True(spare.Exited.IsCompleted);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => starting);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => _pool.TakeAsync(session, TestContext.Current.CancellationToken));
    }

    private LessonSession Open(string name, params string[] cells) => _registry.Open(_folder.Write($"{name}.ipynb", cells));

    private async Task<KernelProcess> SpareAsync() =>
        await _pool.Spare!.Started.WaitAsync(SessionLab.Patience, TestContext.Current.CancellationToken);

    private static Task<SessionCell> RunAsync(LessonSession session, int index) => SessionLab.RunAsync(session, session.Cells[index]);
}
