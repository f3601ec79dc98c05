using Course.Sessions;
using Jupyter.Documents;

namespace Course.Tests.Sessions;

/// <summary>Cells that are run and what becomes of them, with real kernels.</summary>
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
        Assert.NotNull(cell.StartedAt);
        Assert.Equal(SessionState.Ready, session.State);
    }

    [Fact]
    public async Task A_cell_that_runs_shows_what_it_has_put_out_so_far()
    {
        var session = _lab.Open("Console.WriteLine(\"so far\"); Console.ReadLine();");
        session.Run(session.Cells[0]);
        await SessionLab.UntilAsync(session, () => session.Question is not null);
        Assert.Equal("so far\n", SessionLab.Text(session.Cells[0]));
        Assert.Equal(CellState.Running, session.Cells[0].State);
        Assert.Same(session.Cells[0], session.Running);
        Assert.Equal(SessionState.Running, session.State);
    }

    [Fact]
    public async Task Cells_run_in_the_order_in_which_they_were_asked_for_and_the_queue_can_be_seen()
    {
        var session = _lab.Open("Console.ReadLine();", "2", "3", "4");
        var (asks, second, third, fourth) = (session.Cells[0], session.Cells[1], session.Cells[2], session.Cells[3]);
        session.Run(asks);
        session.Run(fourth);
        session.Run(third);
        session.Run(second);
        session.Run(fourth);
        await SessionLab.UntilAsync(session, () => session.Question is not null);
        Assert.Equal([fourth, third, second], session.Queue);
        Assert.All(session.Queue, cell => Assert.Equal(CellState.Queued, cell.State));

        session.Dequeue(third);
        session.Dequeue(third);
        Assert.Equal([fourth, second], session.Queue);
        Assert.Equal(CellState.Idle, third.State);

        session.Question!.Answer("");
        await SessionLab.UntilAsync(session, () => second.State == CellState.Succeeded);
        Assert.Equal([2, 3, null], new[] { fourth, second, third }.Select(cell => cell.ExecutionCount));
    }

    [Fact]
    public async Task A_cell_that_fails_takes_the_rest_out_of_the_queue_unless_it_may_fail()
    {
        var mayFail = NotebookFolder.Code("fails", "throw new Exception();");
        mayFail["metadata"]!["tags"] = new System.Text.Json.Nodes.JsonArray("raises-exception");
        var session = _lab.Open([mayFail, NotebookFolder.Code("fails-too", "throw new Exception();"), NotebookFolder.Code("rest", "3")]);
        session.RunAll();
        await SessionLab.UntilAsync(session, () => session is { State: SessionState.Ready, Queue.Count: 0 });
        Assert.Equal([CellState.Failed, CellState.Failed, CellState.Idle], session.Cells.Select(cell => cell.State));
        Assert.Equal("System.Exception", SessionLab.Text(session.Cells[1]));
    }

    [Fact]
    public async Task Above_and_below_are_run_without_and_with_the_cell_and_prose_and_empty_cells_are_left_out()
    {
        var session = _lab.Open(
        [
            NotebookFolder.Code("a", "1"), NotebookFolder.Markdown("# Prose"), NotebookFolder.Code("empty", " "),
            NotebookFolder.Code("b", "2"), NotebookFolder.Code("c", "3"),
        ]);
        var cells = session.Cells.ToDictionary(cell => cell.Id);
        session.RunAbove(cells["b"]);
        await SessionLab.UntilAsync(session, () => cells["a"].State == CellState.Succeeded && session.State == SessionState.Ready);
        Assert.Equal(CellState.Idle, cells["b"].State);
        session.RunFrom(cells["b"]);
        await SessionLab.UntilAsync(session, () => cells["c"].State == CellState.Succeeded);
        Assert.Equal([1, 2, 3], new[] { "a", "b", "c" }.Select(id => cells[id].ExecutionCount));
        Assert.Equal(CellState.Idle, cells["empty"].State);
    }

    [Fact]
    public async Task A_display_is_updated_in_the_cell_where_it_stands()
    {
        var session = _lab.Open("var shown = display(\"first\");", "shown.Update(\"second\"); \"result\"");
        session.RunAll();
        await SessionLab.UntilAsync(session, () => session.Cells[1].State == CellState.Succeeded);
        Assert.Equal(["second", "result"], session.Cells.Select(SessionLab.Text));
    }

    [Fact]
    public async Task What_a_cell_says_after_it_has_ended_goes_to_it_but_not_to_its_next_run()
    {
        var session = _lab.Open("""
            var go = new TaskCompletionSource<string>();
            _ = go.Task.ContinueWith(told => Console.WriteLine($"late: {told.Result}"));
            "run"
            """, "go.SetResult(\"1\");");
        var (first, second) = (session.Cells[0], session.Cells[1]);
        session.RunAll();
        await SessionLab.UntilAsync(session, () => SessionLab.Text(first).Contains("late", StringComparison.Ordinal));
        Assert.Equal("runlate: 1\n", SessionLab.Text(first));

        await SessionLab.UntilAsync(session, () => session.State == SessionState.Ready);
        session.Edit(second, "var earlier = go;");
        session.RunAll();
        await SessionLab.UntilAsync(session, () => second is { State: CellState.Succeeded, ExecutionCount: 4 } && session.State == SessionState.Ready);
        session.Edit(second, "earlier.SetResult(\"2\"); go.SetResult(\"3\");");
        session.Run(first);
        session.Run(second);
        await SessionLab.UntilAsync(session, () => SessionLab.Text(first).Contains("late", StringComparison.Ordinal));
        Assert.Equal("runlate: 3\n", SessionLab.Text(first));
    }

    [Fact]
    public async Task Questions_are_answered_by_the_reader_and_kept_in_the_output_but_not_passwords()
    {
        var session = _lab.Open("""
            using Microsoft.DotNet.Interactive;
            var name = await Kernel.GetInputAsync("Name?");
            var secret = await Kernel.GetPasswordAsync("Secret?");
            $"{name}, {secret.GetClearTextPassword()}"
            """);
        session.Run(session.Cells[0]);
        await SessionLab.UntilAsync(session, () => session.Question is { Prompt: "Name?", IsPassword: false });
        Assert.Same(session.Cells[0], session.Question!.Cell);
        session.Question.Answer("Ada");
        session.Question?.Answer("too late");
        await SessionLab.UntilAsync(session, () => session.Question is { Prompt: "Secret?", IsPassword: true });
        session.Question!.Answer("1234");
        await SessionLab.UntilAsync(session, () => session.Cells[0].State == CellState.Succeeded);
        Assert.Null(session.Question);
        Assert.Equal("Name?Ada\nSecret?••••••••\nAda, 1234", SessionLab.Text(session.Cells[0]));
    }

    [Fact]
    public async Task An_interrupt_stops_an_endless_loop_and_what_waits_and_the_session_goes_on()
    {
        var session = _lab.Open("var kept = 1; Console.WriteLine(\"begun\"); while (true) ;", "2", "kept");
        session.RunAll();
        await SessionLab.UntilAsync(session, () => SessionLab.Text(session.Cells[0]).StartsWith("begun", StringComparison.Ordinal));
        await session.InterruptAsync();
        await SessionLab.UntilAsync(session, () => session.State == SessionState.Ready);
        Assert.Equal([CellState.Stopped, CellState.Idle, CellState.Idle], session.Cells.Select(cell => cell.State));
        await SessionLab.RunAsync(session, session.Cells[2]);
        Assert.Equal("1", SessionLab.Text(session.Cells[2]));
    }

    [Fact]
    public async Task An_interrupt_withdraws_a_question()
    {
        var session = _lab.Open("Console.ReadLine();", "2");
        session.Run(session.Cells[0]);
        await SessionLab.UntilAsync(session, () => session.Question is not null);
        await session.InterruptAsync();
        await SessionLab.UntilAsync(session, () => session.State == SessionState.Ready);
        Assert.Null(session.Question);
        Assert.Equal(CellState.Stopped, session.Cells[0].State);
        Assert.Equal(CellState.Succeeded, (await SessionLab.RunAsync(session, session.Cells[1])).State);
    }

    [Fact]
    public async Task A_million_lines_are_cut_to_the_last_and_can_be_had_whole()
    {
        var session = _lab.Open("for (var i = 0; i < 1_000_000; i++) Console.WriteLine($\"line {i}\");");
        var changes = 0;
        session.Cells[0].Changed += () => changes++;
        var cell = await SessionLab.RunAsync(session, session.Cells[0]);
        var shown = SessionLab.Text(cell).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("line 999999", shown[^1]);
        Assert.InRange(shown.Length, 2_000, 2_100);
        Assert.Equal(1_000_000, shown.Length + cell.Output.View.OmittedLines);
        Assert.InRange(changes, 1, 5 + (int)(cell.Elapsed!.Value / ChangeSignal.Interval));
        using var whole = new StreamReader(cell.Output.OpenText());
        var lines = 0;
        while (await whole.ReadLineAsync(TestContext.Current.CancellationToken) is { } line) Assert.Equal($"line {lines++}", line);
        Assert.Equal(1_000_000, lines);
    }

    [Fact]
    public void Committed_outputs_are_there_before_anything_has_run_and_marked_as_such()
    {
        var output = new StreamOutput("stdout", "committed\n").ToJson();
        var session = _lab.Open([NotebookFolder.Code("a", "Console.WriteLine(\"new\");", output)]);
        Assert.Equal("committed\n", SessionLab.Text(session.Cells[0]));
        Assert.Equal(OutputOrigin.Committed, session.Cells[0].OutputOrigin);
        Assert.Equal(SessionState.NoKernel, session.State);
        Assert.True(session.Cells[0].IsOutputCurrent);
        session.Edit(session.Cells[0], "other");
        Assert.False(session.Cells[0].IsOutputCurrent);
    }
}
