using Course.Lessons;
using Course.Sessions;
using Jupyter.Documents;
using Microsoft.JSInterop;

namespace Course.Components;

/// <summary>
/// A lesson as one tab shows it: the session, which all tabs share, and what is this tab's own. Its commands are what keys and
/// buttons ask for. Used on the tab's own thread, but for <see cref="Announce"/>.
/// </summary>
/// <param name="tab">The tab.</param>
internal sealed class LessonView(SessionTab tab) : IDisposable
{
    /// <summary>Raised when another cell is edited, or none.</summary>
    public event Action? EditedChanged;

    /// <summary>Raised when there is something to be said to those who cannot see it.</summary>
    public event Action<string>? Announced;

    /// <summary>Raised with the names of parts of the page that the browser does not have.</summary>
    public event Action<IReadOnlyCollection<string>>? PartsMissed;

    /// <summary>Whether the page is drawn for the first time: the document that the browser was sent has what is drawn now.</summary>
    public bool IsOpening { get; set; } = true;

    /// <summary>The session.</summary>
    public LessonSession Session { get; } = tab.Session;

    /// <summary>The lesson, as it is in the notebook's file.</summary>
    public Lesson Lesson => Session.Lesson;

    /// <summary>The cell that is edited in this tab.</summary>
    public SessionCell? Edited { get; private set; }

    /// <summary>What people call a cell.</summary>
    public static string Label(SessionCell cell) => cell switch
    {
        { Original.Number: { } number } => $"cell {number}",
        { Kind: CellKind.Code, IsAdded: true } => "your own cell",
        { Kind: CellKind.Code } => "cell",
        _ => "text",
    };

    /// <summary>The same within a sentence.</summary>
    public static string Name(SessionCell cell) => Label(cell) is "text" or "cell" ? $"a {Label(cell)}" : Label(cell);

    /// <summary>Says something to those who cannot see it. On any thread.</summary>
    public void Announce(string text) => Announced?.Invoke(text);

    /// <summary>Does what a key or a button asks for.</summary>
    /// <param name="command">What.</param>
    /// <param name="id">The cell that is meant, if any.</param>
    /// <param name="text">The text of the cell's editor, where it is edited; the answer to a question.</param>
    /// <returns>The cell that is to be selected next; <see langword="null"/> for the same as before.</returns>
    [JSInvokable]
    public async Task<string?> Do(string command, string? id, string? text)
    {
        var cell = id is null ? null : Session.Find(id);
        if (id is not null && cell is null) return null; // Another tab has deleted it meanwhile.
        if (cell is not null && text is not null && command != "answer") Session.Edit(cell, text);
        switch (command, cell)
        {
            case ("run-all", _): Session.RunAll(); return null;
            case ("interrupt", _): await Session.InterruptAsync(); return null;
            case ("restart", _): await RestartAsync(); return null;
            case ("restart-run-all", _): Session.StopKernel(); Session.RunAll(); return null;
            case ("stop-kernel", _): Session.StopKernel(); return null;
            case ("dismiss", _): Session.DismissNotice(); return null;
            case ("reset-lesson", _): Edit(null); Session.ResetAll(); return null;
            case ("undo", _): return Undo();
            case (_, null): return null;
            case ("run", _): return Run(cell);
            case ("run-next", _): Run(cell); Edit(null); return (Behind(cell) ?? Add(CellKind.Code, cell)).Id;
            case ("run-insert", _): Run(cell); return Add(CellKind.Code, cell).Id;
            case ("run-above", _): Session.RunAbove(cell); return null;
            case ("run-from", _): Session.RunFrom(cell); return null;
            case ("dequeue", _): Session.Dequeue(cell); return null;
            case ("edit", _): Edit(cell); return null;
            case ("leave", _): Edit(null); return null;
            case ("insert-above", _): return Add(CellKind.Code, Before(cell)).Id;
            case ("insert-below", _): return Add(CellKind.Code, cell).Id;
            case ("insert-text", _): return Add(CellKind.Markdown, cell).Id;
            case ("delete", _): return Delete(cell);
            case ("reset", _): Reset(cell); return null;
            case ("answer", _): Answer(cell, text ?? ""); return null;
            default: throw new ArgumentException($"There is no command '{command}'.", nameof(command));
        }
    }

    /// <summary>Sends parts of the page that the document did not have: what has come since it was made.</summary>
    /// <param name="names">Their names.</param>
    [JSInvokable]
    public void Send(string[] names) => PartsMissed?.Invoke(names);

    /// <inheritdoc/>
    public void Dispose() => tab.Dispose();

    private async Task RestartAsync()
    {
        await Session.RestartAsync();
        if (Session.State is not (SessionState.NoKernel or SessionState.Died)) Announce("The kernel was restarted.");
    }

    private string? Run(SessionCell cell)
    {
        if (cell.Kind == CellKind.Code) Session.Run(cell);
        else if (Edited == cell) Edit(null);
        return null;
    }

    private SessionCell Add(CellKind kind, SessionCell? after)
    {
        var cell = Session.AddCell(kind, after);
        Edit(cell);
        return cell;
    }

    private string? Delete(SessionCell cell)
    {
        var next = Behind(cell) ?? Before(cell);
        if (!Session.DeleteCell(cell))
        {
            Announce("A cell that runs cannot be deleted.");
            return null;
        }

        if (Edited == cell) Edit(null);
        Announce($"Deleted {Name(cell)}. The key z brings it back.");
        return next?.Id;
    }

    private void Reset(SessionCell cell)
    {
        Edit(null);
        Session.Reset(cell);
        Announce($"Reset {Name(cell)}. The key z brings your text back.");
    }

    /// <summary>The cell that has come back is selected.</summary>
    private string? Undo()
    {
        var step = Session.Undo();
        if (step is not null) Announce($"Brought back {(step.Cell is { } cell ? Name(cell) : "what you had made of the lesson")}.");
        return step?.Cell?.Id;
    }

    private void Answer(SessionCell cell, string text)
    {
        if (Session.Question is { } question && question.Cell == cell) question.Answer(text);
    }

    private void Edit(SessionCell? cell)
    {
        if (Edited == cell) return;
        Edited = cell;
        EditedChanged?.Invoke();
    }

    private SessionCell? Behind(SessionCell cell) => Session.Cells.SkipWhile(other => other != cell).ElementAtOrDefault(1);

    private SessionCell? Before(SessionCell cell) => Session.Cells.TakeWhile(other => other != cell).LastOrDefault();
}
