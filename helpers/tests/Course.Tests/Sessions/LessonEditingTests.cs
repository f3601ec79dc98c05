using Course.Readers;
using Course.Sessions;
using Jupyter.Documents;

namespace Course.Tests.Sessions;

/// <summary>What a reader changes in a lesson, and what becomes of it. No kernel is needed.</summary>
public sealed class LessonEditingTests : IAsyncLifetime
{
    private readonly SessionLab _lab = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _lab.DisposeAsync();

    [Fact]
    public void A_cell_is_edited_and_reset()
    {
        var session = _lab.Open("1", "2");
        var cell = session.Cells[0];
        session.Edit(cell, "changed");
        Assert.True(cell is { Source: "changed", Original.Source: "1", IsEdited: true });
        Assert.True(session.HasChanges);
        session.Reset(cell);
        Assert.True(cell is { Source: "1", IsEdited: false });
        Assert.False(session.HasChanges);
    }

    [Fact]
    public void Cells_are_added_moved_and_deleted_and_deleting_is_undone()
    {
        var session = _lab.Open("1", "2", "3");
        var (first, second, third) = (session.Cells[0], session.Cells[1], session.Cells[2]);
        var added = session.AddCell(CellKind.Code, second);
        var top = session.AddCell(CellKind.Markdown, after: null);
        Assert.Equal([top, first, second, added, third], session.Cells);
        Assert.True(added is { IsAdded: true, Source: "", Kind: CellKind.Code });

        session.MoveCell(third, -2);
        session.MoveCell(top, 100);
        Assert.Equal([first, third, second, added, top], session.Cells);

        Assert.True(session.DeleteCell(third));
        Assert.True(session.DeleteCell(first));
        Assert.False(session.DeleteCell(first));
        Assert.Equal([second, added, top], session.Cells);
        Assert.Same(first, session.Undo()!.Cell);
        Assert.Same(third, session.Undo()!.Cell);
        Assert.Null(session.Undo());
        Assert.Equal([first, third, second, added, top], session.Cells);

        session.ResetAll();
        Assert.Equal([first, second, third], session.Cells);
        Assert.False(session.HasChanges);
    }

    [Fact]
    public async Task A_cell_that_runs_is_not_deleted_and_one_that_waits_is_not_run_then()
    {
        var session = _lab.Open("Console.ReadLine();", "2", "3");
        session.RunAll();
        await SessionLab.UntilAsync(session, () => session.Question is not null);
        Assert.False(session.DeleteCell(session.Cells[0]));
        var waiting = session.Cells[1];
        Assert.True(session.DeleteCell(waiting));
        session.Question!.Answer("");
        await SessionLab.UntilAsync(session, () => session.Cells[1].State == CellState.Succeeded);
        Assert.Equal(CellState.Idle, waiting.State);
    }

    [Fact]
    public async Task A_download_has_the_changes_and_the_outputs_and_is_canonical()
    {
        var session = _lab.Open("1 + 1", "2");
        session.Edit(session.Cells[0], "1 + 2");
        await SessionLab.RunAsync(session, session.Cells[0]);
        var added = session.AddCell(CellKind.Markdown, session.Cells[0]);
        session.Edit(added, "# Mine\n");
        session.DeleteCell(session.Cells[2]);

        var json = session.ToNotebook().ToJson();
        var notebook = Notebook.Parse(json);
        Assert.Equal(json, notebook.ToJson());
        Assert.Equal(["1 + 2", "# Mine\n"], notebook.Cells.Select(cell => cell.Source));
        Assert.Equal(["c1", added.Id], notebook.Cells.Select(cell => cell.Id));
        Assert.Equal(1, notebook.Cells[0].ExecutionCount);
        Assert.Equal("3", Assert.IsType<DisplayOutput>(Assert.Single(notebook.Cells[0].Outputs)).Data.Text("text/plain"));
        Assert.Equal(".net-csharp", notebook.KernelName);
        Assert.Equal("1 + 1", Notebook.Read(session.File).Cells[0].Source);
    }

    [Fact]
    public async Task A_lesson_that_was_not_touched_is_downloaded_as_it_is_in_its_file()
    {
        var file = Directory.GetFiles(Repository.Notebooks, "*.ipynb").Order(StringComparer.Ordinal).First();
        var session = _lab.Registry.Open(file);
        Assert.Equal(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken), session.ToNotebook().ToJson());
    }

    [Fact]
    public void Changes_are_there_again_after_a_restart_of_the_server_and_the_file_is_not_touched()
    {
        var file = _lab.Write("1", "2", "3", "4");
        var before = File.ReadAllText(file);
        Change(file, session =>
        {
            session.Edit(session.Cells[0], "changed");
            session.DeleteCell(session.Cells[1]);
            session.Edit(session.AddCell(CellKind.Markdown, session.Cells[0]), "added");
            session.MoveCell(session.Find("c4")!, -1);
        });
        Change(file, session =>
        {
            Assert.Equal(["changed", "added", "4", "3"], session.Cells.Select(cell => cell.Source));
            Assert.True(session.HasChanges);
            Assert.True(session.Cells[1] is { IsAdded: true, Kind: CellKind.Markdown });
            Assert.Null(session.Notice);
            Assert.Equal("2", session.Undo()!.Cell!.Source);
            Assert.Equal(["changed", "2", "added", "4", "3"], session.Cells.Select(cell => cell.Source));
            session.ResetAll();
        });
        Change(file, session =>
        {
            Assert.Equal(["1", "2", "3", "4"], session.Cells.Select(cell => cell.Source));
            Assert.False(session.HasChanges);
        });
        Assert.Equal(before, File.ReadAllText(file));
    }

    [Fact]
    public void Changes_find_their_cells_when_the_lesson_has_changed_and_what_has_no_place_any_more_is_kept_at_the_end()
    {
        var file = _lab.Write("1", "2", "3");
        Change(file, session =>
        {
            session.Edit(session.Cells[0], "mine 1");
            session.Edit(session.Cells[1], "mine 2");
            session.Edit(session.AddCell(CellKind.Code, session.Cells[2]), "added");
        });
        string[] ids = ["new", "c1", "c3"];
        File.WriteAllText(file, NotebookFolder.Json(ids.Select(id => NotebookFolder.Code(id, $"now {id}"))).ToJsonString());
        Change(file, session =>
        {
            Assert.Equal(["now new", "mine 1", "now c3", "added", "mine 2"], session.Cells.Select(cell => cell.Source));
            Assert.True(session.Cells[1].IsOriginalNewer);
            Assert.True(session.Cells[4].IsAdded);
            Assert.Contains("1 of the cells", session.Notice!.Text, StringComparison.Ordinal);
        });
        Change(file, session =>
        {
            Assert.Equal(["now new", "mine 1", "now c3", "added", "mine 2"], session.Cells.Select(cell => cell.Source));
            Assert.Null(session.Notice);
            session.Reset(session.Cells[1]);
            Assert.Equal("now c1", session.Cells[1].Source);
            Assert.False(session.Cells[1].IsOriginalNewer);
        });
    }

    [Fact]
    public void A_lesson_whose_file_has_changed_is_read_anew_when_nobody_is_at_work_with_it()
    {
        var session = _lab.Open("1");
        Assert.Same(session, _lab.Registry.Open(session.File));
        using (var tab = _lab.Registry.OpenTab(session.File))
        {
            _lab.Write("now two cells", "2");
            Assert.Same(session, _lab.Registry.Open(session.File));
        }

        var renewed = _lab.Registry.Open(session.File);
        Assert.NotSame(session, renewed);
        Assert.Equal(2, renewed.Cells.Count);
        Assert.Same(renewed, _lab.Registry.Open(session.File));
        Assert.Single(_lab.Registry.Sessions);
    }

    [Fact]
    public async Task A_cell_that_is_reset_hears_no_more_of_its_run()
    {
        var session = _lab.Open(
            "var go = new TaskCompletionSource(); var said = go.Task.ContinueWith(_ => Console.WriteLine(\"late\"));", "go.SetResult(); await said;");
        await SessionLab.RunAsync(session, session.Cells[0]);
        session.Reset(session.Cells[0]);
        await SessionLab.RunAsync(session, session.Cells[1]);
        Assert.Equal(CellState.Succeeded, session.Cells[1].State);
        Assert.Empty(session.Cells[0].Output.View.Items);
    }

    [Fact]
    public async Task A_cell_that_has_run_to_its_end_counts_as_progress()
    {
        using var store = Store();
        using var session = new LessonSession(_lab.Write("1", "throw new Exception();"), _lab.Options with { Readers = store });
        session.RunAll();
        await SessionLab.UntilAsync(session, () => session.Cells[1].State == CellState.Failed);
        Assert.Equal(["c1"], session.Reader!.Data.Ran);
        Assert.False(session.HasChanges);
    }

    [Fact]
    public async Task To_run_one_cell_is_to_be_at_it_and_to_run_all_moves_nowhere()
    {
        using var store = Store();
        using var session = new LessonSession(_lab.Write("1", "2", "3"), _lab.Options with { Readers = store });
        await SessionLab.RunAsync(session, session.Cells[1]);
        Assert.Equal("cell-c2", session.Reader!.Data.Place);
        session.RunAll();
        await SessionLab.UntilAsync(session, () => session.Cells[2].State == CellState.Succeeded);
        Assert.Equal("cell-c2", session.Reader.Data.Place);
    }

    /// <summary>What a server does between its start and its end.</summary>
    private void Change(string file, Action<LessonSession> change)
    {
        using var store = Store();
        using var session = new LessonSession(file, _lab.Options with { Readers = store });
        change(session);
    }

    private ReaderStore Store() => new(new ReaderFolder(Path.Combine(_lab.Folder, "data")), TimeProvider.System);
}
