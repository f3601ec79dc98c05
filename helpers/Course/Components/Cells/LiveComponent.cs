using Microsoft.AspNetCore.Components;

namespace Course.Components.Cells;

/// <summary>
/// A component that is drawn anew when something changes that other threads change. However often that is, it is not drawn
/// again before the browser has shown what was drawn last: a slow browser, or one that is away, is sent less, not later.
/// </summary>
public abstract class LiveComponent : ComponentBase, IDisposable
{
    private int _isDue;
    private bool _isShown = true;
    private bool _disposed;

    /// <inheritdoc/>
    public void Dispose()
    {
        _disposed = true;
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Something has changed. Safe to call from any thread.</summary>
    protected void Refresh()
    {
        if (Interlocked.Exchange(ref _isDue, 1) == 0) _ = InvokeAsync(Draw);
    }

    /// <inheritdoc/>
    protected override void OnAfterRender(bool firstRender)
    {
        _isShown = true;
        if (Volatile.Read(ref _isDue) == 1) Draw();
    }

    /// <summary>Lets go of what it listens to.</summary>
    protected virtual void Dispose(bool disposing)
    {
    }

    private void Draw()
    {
        if (_disposed || !_isShown) return;
        Volatile.Write(ref _isDue, 0);
        _isShown = false;
        StateHasChanged();
    }
}
