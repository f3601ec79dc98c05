namespace AsyncProgramming.Charts;

/// <summary>What a task or worker does in a <see cref="TimelineSpan"/>: told apart by fill, never by colour alone.</summary>
public enum SpanState
{
    /// <summary>Its instructions are being executed on a core.</summary>
    Running,

    /// <summary>It could run, and waits for its turn: in a queue, or for a core.</summary>
    Ready,

    /// <summary>It waits, and holds a thread while it does: the operating system has suspended that thread.</summary>
    Blocked,

    /// <summary>It waits without holding a thread (a suspended coroutine), or a worker has nothing to do.</summary>
    Idle,
}
