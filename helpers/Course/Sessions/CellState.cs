namespace Course.Sessions;

/// <summary>How far a code cell has come.</summary>
internal enum CellState
{
    /// <summary>Not run in this session.</summary>
    Idle,

    /// <summary>To be run after those before it.</summary>
    Queued,

    /// <summary>The kernel runs it.</summary>
    Running,

    /// <summary>It ran to its end.</summary>
    Succeeded,

    /// <summary>It ended with an error.</summary>
    Failed,

    /// <summary>It was stopped: by an interrupt, a restart, or the end of its kernel.</summary>
    Stopped,
}
