using Course.Sessions;
using Microsoft.JSInterop;

namespace Course.Components.Cells;

/// <summary>What the editor of a cell tells and asks.</summary>
internal sealed class CellEditing : IDisposable
{
    private readonly LessonSession _session;
    private readonly SessionCell _cell;
    private string _text;

    public CellEditing(LessonSession session, SessionCell cell)
    {
        (_session, _cell, _text) = (session, cell, cell.Source);
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

    /// <inheritdoc/>
    public void Dispose() => _cell.Changed -= OnCellChanged;

    /// <summary>Another tab may have changed the text.</summary>
    private void OnCellChanged()
    {
        if (_cell.Source == _text || Editor is null) return;
        _text = _cell.Source;
        _ = Editor.InvokeVoidAsync("replace", _text).AsTask();
    }
}
