using Course.Sessions;
using Jupyter.Documents;
using Jupyter.Intelligence;
using Microsoft.JSInterop;

namespace Course.Components.Cells;

/// <summary>What the editor of a cell tells and asks. Of a kernel that answers nothing else while a cell runs it asks nothing then.</summary>
internal sealed class CellEditing : IDisposable
{
    private readonly LessonSession _session;
    private readonly SessionCell _cell;
    private readonly Func<Func<Task>, Task> _dispatch;
    private readonly CancellationTokenSource _closed = new();
    private string _text;

    /// <summary>The editing of a cell.</summary>
    /// <param name="session">The lesson.</param>
    /// <param name="cell">The cell.</param>
    /// <param name="dispatch">Calls something where the page's script can be called.</param>
    public CellEditing(LessonSession session, SessionCell cell, Func<Func<Task>, Task> dispatch)
    {
        (_session, _cell, _dispatch, _text) = (session, cell, dispatch, cell.Source);
        _cell.Changed += OnCellChanged;
    }

    /// <summary>The editor, once it is there.</summary>
    public IJSObjectReference? Editor { get; set; }

    /// <summary>The reader has changed the text.</summary>
    [JSInvokable]
    public void Change(string text)
    {
        _text = text;
        _session.Edit(_cell, text);
    }

    /// <summary>The text with the colours that it has beside the editor.</summary>
    [JSInvokable]
    public string Colours(string text) => CellHtml.Code(text, _session.Lesson.Language).Value;

    /// <summary>What can be written at a place.</summary>
    [JSInvokable]
    public Task<CompletionList?> Complete(string text, int position) =>
        AskAsync((kernel, cancellation) => kernel.CompleteAsync(text, position, cancellation));

    /// <summary>What the name at a place means.</summary>
    [JSInvokable]
    public Task<Inspection?> Inspect(string text, int position) =>
        AskAsync((kernel, cancellation) => kernel.InspectAsync(text, position, detailed: false, cancellation));

    /// <summary>What can be called at a place.</summary>
    [JSInvokable]
    public Task<SignatureHelp?> Signatures(string text, int position) =>
        AskAsync((kernel, cancellation) => kernel.GetSignatureHelpAsync(text, position, cancellation));

    /// <summary>What the compiler has to say.</summary>
    [JSInvokable]
    public Task<IReadOnlyList<Diagnostic>?> Diagnose(string text) =>
        AskAsync((kernel, cancellation) => kernel.GetDiagnosticsAsync(text, cancellation));

    /// <inheritdoc/>
    public void Dispose()
    {
        _cell.Changed -= OnCellChanged;
        _closed.Cancel();
        _closed.Dispose();
    }

    private async Task<T?> AskAsync<T>(Func<LanguageClient, CancellationToken, Task<T>> ask)
        where T : class?
    {
        if (_cell.Kind != CellKind.Code || _closed.IsCancellationRequested) return null;
        if (_session.State == SessionState.Died) return null;
        var closed = _closed.Token;
        try
        {
            var kernel = await _session.ConnectLanguageAsync(_cell, closed);
            var isBusy = _session.State is SessionState.Running or SessionState.Interrupting;
            return isBusy && !kernel.AnswersWhileCellsRun ? null : await ask(kernel, closed);
        }
        catch (Exception e) when (SessionKernel.IsEnd(e))
        {
            return null; // The session says what is wrong; an editor without help is still an editor.
        }
    }

    /// <summary>Another tab may have changed the text.</summary>
    private void OnCellChanged()
    {
        var source = _cell.Source;
        if (source == _text || Editor is not { } editor) return;
        _text = source;
        _ = _dispatch(() => editor.InvokeVoidAsync("replace", source).AsTask());
    }
}
