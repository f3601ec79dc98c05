using Course.Readers;
using Course.Sessions;
using Jupyter.Documents;

namespace Course.Tests.Sessions;

/// <summary>What a reader can have back after a reset.</summary>
public sealed class UndoTests : IAsyncLifetime
{
    private readonly SessionLab _lab = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _lab.DisposeAsync();

    [Fact]
    public void A_cell_that_was_reset_gets_its_text_back()
    {
        var session = _lab.Open("1", "2");
        var cell = session.Cells[0];
        session.Edit(cell, "mine");
        Assert.Null(session.Undoable);

        session.Reset(cell);
        Assert.Equal("1", cell.Source);
        Assert.Same(cell, Assert.IsType<CellReset>(session.Undoable).Cell);

        Assert.Same(cell, session.Undo()!.Cell);
        Assert.True(cell is { Source: "mine", IsEdited: true, EditedFrom: "1" });
        Assert.True(session.HasChanges);
        Assert.Null(session.Undoable);
    }

    [Fact]
    public void What_was_deleted_and_reset_comes_back_the_last_first()
    {
        var session = _lab.Open("1", "2", "3");
        var (first, second, third) = (session.Cells[0], session.Cells[1], session.Cells[2]);
        session.Edit(third, "mine");
        session.DeleteCell(first);
        session.Reset(third);
        session.DeleteCell(second);

        Assert.Same(second, session.Undo()!.Cell);
        Assert.Equal("3", third.Source);
        Assert.Same(third, session.Undo()!.Cell);
        Assert.Equal([second, third], session.Cells);
        Assert.Equal("mine", third.Source);
        Assert.Same(first, session.Undo()!.Cell);
        Assert.Null(session.Undo());
        Assert.Equal([first, second, third], session.Cells);
    }

    [Fact]
    public void What_is_written_after_a_reset_stays()
    {
        var session = _lab.Open("1");
        var cell = session.Cells[0];
        session.Edit(cell, "before");
        session.Reset(cell);
        session.Edit(cell, "after");
        Assert.Null(session.Undoable);
        Assert.Null(session.Undo());
        Assert.Equal("after", cell.Source);

        // Who takes it back by hand has the text from before again.
        session.Edit(cell, "1");
        Assert.NotNull(session.Undoable);
        session.Undo();
        Assert.Equal("before", cell.Source);
    }

    [Fact]
    public void A_lesson_that_was_reset_comes_back_with_its_changed_added_and_deleted_cells()
    {
        var session = _lab.Open("1", "2", "3");
        var (first, second, third) = (session.Cells[0], session.Cells[1], session.Cells[2]);
        session.Edit(first, "mine");
        session.Edit(third, "mine too");
        var added = session.AddCell(CellKind.Code, first);
        session.Edit(added, "added");
        session.DeleteCell(third);

        session.ResetAll();
        Assert.Equal([first, second, third], session.Cells);
        Assert.Equal(["1", "2", "3"], session.Cells.Select(cell => cell.Source));
        Assert.False(session.HasChanges);
        Assert.True(session.Notice is { OffersUndo: true, Kind: NoticeKind.Information });
        Assert.Contains("2 cells changed, 1 cell added, 1 cell deleted", session.Notice.Text, StringComparison.Ordinal);

        Assert.IsType<LessonReset>(session.Undo());
        Assert.Equal([first, added, second], session.Cells);
        Assert.Equal(["mine", "added", "2"], session.Cells.Select(cell => cell.Source));
        Assert.Null(session.Notice);
        Assert.Same(third, session.Undo()!.Cell);
        Assert.Equal([first, added, second, third], session.Cells);
        Assert.Equal("mine too", third.Source);
        Assert.Null(session.Undo());
    }

    [Fact]
    public void What_is_written_and_added_after_a_reset_of_the_lesson_stays_while_the_rest_comes_back()
    {
        var session = _lab.Open("1", "2", "3");
        var (first, second, third) = (session.Cells[0], session.Cells[1], session.Cells[2]);
        session.Edit(first, "first before");
        session.Edit(second, "second before");
        session.DeleteCell(third);
        session.ResetAll();
        session.Edit(first, "first after");
        session.Edit(third, "third after");
        var added = session.AddCell(CellKind.Code, second);

        session.Undo();
        Assert.Equal([first, second, added, third], session.Cells);
        Assert.Equal(["first after", "second before", "", "third after"], session.Cells.Select(cell => cell.Source));
        Assert.Null(session.Undoable);
    }

    [Fact]
    public void A_reset_that_changes_nothing_is_no_step()
    {
        var session = _lab.Open("1", "2");
        session.Edit(session.Cells[0], "mine");
        session.ResetAll();
        session.ResetAll();
        session.Reset(session.Cells[0]);
        session.Undo();
        Assert.Equal("mine", session.Cells[0].Source);
        Assert.Null(session.Undoable);
    }

    [Fact]
    public void The_offer_to_undo_a_reset_is_taken_back_when_the_reader_goes_on_but_the_reset_can_still_be_undone()
    {
        var session = _lab.Open("1", "2");
        session.Edit(session.Cells[0], "mine");
        session.ResetAll();
        session.Edit(session.Cells[1], "next");
        Assert.Null(session.Notice);
        Assert.IsType<LessonReset>(session.Undoable);

        session.ResetAll();
        session.DismissNotice();
        Assert.Null(session.Notice);
        session.Undo();
        session.Undo();
        Assert.Equal(["mine", "next"], session.Cells.Select(cell => cell.Source));
    }

    [Fact]
    public async Task Outputs_come_back_with_a_lesson_unless_a_cell_was_run_since()
    {
        var session = _lab.Open("Console.WriteLine(6 * 7)", "Console.WriteLine(\"second\")");
        var (first, second) = (session.Cells[0], session.Cells[1]);
        await SessionLab.RunAsync(session, first);
        await SessionLab.RunAsync(session, second);
        session.ResetAll();
        Assert.All(session.Cells, cell => Assert.True(cell is { State: CellState.Idle, ExecutionCount: null, Elapsed: null }));
        Assert.All(session.Cells, cell => Assert.Equal("", SessionLab.Text(cell)));
        await SessionLab.RunAsync(session, second);

        session.Undo();
        Assert.True(first is { State: CellState.Succeeded, OutputOrigin: OutputOrigin.Kernel, ExecutionCount: 1, Elapsed: not null });
        Assert.Equal("42\n", SessionLab.Text(first));
        Assert.Equal(3, second.ExecutionCount);
        Assert.Equal("second\n", SessionLab.Text(second));
    }

    [Fact]
    public async Task An_output_that_comes_back_is_of_an_ended_kernel_where_that_has_ended_meanwhile()
    {
        var session = _lab.Open("40 + 2");
        var cell = await SessionLab.RunAsync(session, session.Cells[0]);
        session.Reset(cell);
        session.StopKernel();
        session.Undo();
        Assert.Equal("42", SessionLab.Text(cell));
        Assert.Equal(OutputOrigin.EndedKernel, cell.OutputOrigin);
    }

    [Fact]
    public async Task Of_a_cell_that_runs_only_the_text_is_reset_and_what_waits_is_not_run()
    {
        var session = _lab.Open("1", "2");
        var (running, waiting) = (session.Cells[0], session.Cells[1]);
        session.Edit(running, "Console.WriteLine(Console.ReadLine());");
        session.Edit(waiting, "mine");
        var own = session.AddCell(CellKind.Code, waiting);
        session.RunAll();
        await SessionLab.UntilAsync(session, () => session.Question is not null);

        session.ResetAll();
        Assert.True(running is { Source: "1", State: CellState.Running, IsOutputCurrent: false });
        Assert.True(waiting is { Source: "2", State: CellState.Idle });
        Assert.DoesNotContain(own, session.Cells);
        session.Question!.Answer("said");
        await SessionLab.UntilAsync(session, () => running.State == CellState.Succeeded);
        Assert.Contains("said", SessionLab.Text(running), StringComparison.Ordinal);

        session.Undo();
        Assert.Equal([running, waiting, own], session.Cells);
        Assert.True(running is { Source: "Console.WriteLine(Console.ReadLine());", State: CellState.Succeeded, IsOutputCurrent: true });
        Assert.Contains("said", SessionLab.Text(running), StringComparison.Ordinal);
        Assert.Equal("mine", waiting.Source);
    }

    [Fact]
    public async Task A_readers_own_cell_that_runs_stays_in_its_place_when_the_lesson_is_reset()
    {
        var session = _lab.Open("1", "2");
        var own = session.AddCell(CellKind.Code, session.Cells[0]);
        session.Edit(own, "Console.ReadLine();");
        session.Run(own);
        await SessionLab.UntilAsync(session, () => session.Question is not null);

        session.ResetAll();
        Assert.Same(own, session.Cells[1]);
        Assert.True(session.HasChanges);
        session.Question!.Answer("");
        await SessionLab.UntilAsync(session, () => own.State == CellState.Succeeded);
    }

    [Fact]
    public void After_many_resets_the_first_are_forgotten_and_their_cells_let_go_of_their_files()
    {
        var files = Path.Combine(_lab.Folder, "files");
        Directory.CreateDirectory(files);
        using var spool = new SpoolFolder(files);
        using var session = new LessonSession(
            _lab.Write("1"), _lab.Options with { Files = spool, Limits = new OutputLimits { Lines = 1, Characters = 10 } });
        var added = session.AddCell(CellKind.Code, after: null);
        added.Output.Write("stdout", "a long line\nand another\nand one more\n");
        Assert.Single(SpooledFiles());

        session.ResetAll();
        Assert.Single(SpooledFiles());
        for (var i = 0; i < 100; i++)
        {
            session.Edit(session.Cells[0], $"mine {i}");
            session.Reset(session.Cells[0]);
        }

        Assert.Empty(SpooledFiles());
        Assert.Equal("1", session.Cells[0].Source);
        session.Undo();
        Assert.Equal("mine 99", session.Cells[0].Source);

        string[] SpooledFiles() => Directory.GetFiles(files, "*.txt", SearchOption.AllDirectories);
    }

    [Fact]
    public void What_is_kept_follows_a_reset_and_its_undoing()
    {
        var file = _lab.Write("1", "2");
        Change(file, session =>
        {
            session.Edit(session.Cells[0], "mine");
            session.DeleteCell(session.Cells[1]);
            session.ResetAll();
        });
        Change(file, session =>
        {
            Assert.Equal(["1", "2"], session.Cells.Select(cell => cell.Source));
            Assert.Null(session.Undoable);
            session.Edit(session.Cells[0], "mine");
            session.DeleteCell(session.Cells[1]);
            session.ResetAll();
            session.Undo();
        });
        Change(file, session =>
        {
            Assert.Equal(["mine"], session.Cells.Select(cell => cell.Source));
            Assert.Equal("2", session.Undo()!.Cell!.Source);
        });
    }

    /// <summary>What a server does between its start and its end.</summary>
    private void Change(string file, Action<LessonSession> change)
    {
        using var store = new ReaderStore(new ReaderFolder(Path.Combine(_lab.Folder, "data")), TimeProvider.System);
        using var session = new LessonSession(file, _lab.Options with { Readers = store });
        change(session);
    }
}
