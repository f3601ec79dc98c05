namespace Course.Sessions;

/// <summary>A tab that shows a lesson. Not safe for use from several threads.</summary>
internal sealed class SessionTab : IDisposable
{
    private bool _disposed;

    internal SessionTab(LessonSession session)
    {
        Session = session;
        session.EnterTab();
    }

    /// <summary>The session that it shares with the other tabs of the lesson.</summary>
    public LessonSession Session { get; }

    /// <summary>The tab is closed, or shows something else.</summary>
    public void Dispose()
    {
        if (_disposed) return;
        _disposed = true;
        Session.LeaveTab();
    }
}
