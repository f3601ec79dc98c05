using Course.Sessions;

namespace Course.Tests.Sessions;

/// <summary>A lesson at work, with real kernels.</summary>
public sealed class LessonSessionTests : IAsyncLifetime
{
    private readonly SessionLab _lab = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _lab.DisposeAsync();

    [Fact]
    public async Task A_cell_that_is_run_shows_what_it_puts_out()
    {
        var session = _lab.Open("Console.WriteLine(\"hi\"); 40 + 2");
        Assert.Equal(SessionState.NoKernel, session.State);
        var cell = await SessionLab.RunAsync(session, session.Cells[0]);
        Assert.Equal("hi\n42", SessionLab.Text(cell));
        Assert.Equal(CellState.Succeeded, cell.State);
        Assert.Equal(OutputOrigin.Kernel, cell.OutputOrigin);
        Assert.Equal(1, cell.ExecutionCount);
        Assert.NotNull(cell.Elapsed);
    }

    [Fact]
    public async Task A_cell_that_fails_takes_the_rest_out_of_the_queue()
    {
        var session = _lab.Open("1", "throw new Exception();", "3");
        session.RunAll();
        Assert.Equal(3, session.Queue.Count + (session.Running is null ? 0 : 1));
        await SessionLab.UntilAsync(session, () => session.Cells[1].State == CellState.Failed && session.Queue.Count == 0);
        Assert.Equal([CellState.Succeeded, CellState.Failed, CellState.Idle], session.Cells.Select(cell => cell.State));
    }
}
