namespace Course.Sessions;

/// <summary>What a session's kernel is doing.</summary>
internal enum SessionState
{
    /// <summary>There is no kernel: none was needed yet, or it was ended. The next run starts one.</summary>
    NoKernel,

    /// <summary>A kernel is being started.</summary>
    Starting,

    /// <summary>The kernel waits for something to do.</summary>
    Ready,

    /// <summary>The kernel runs a cell.</summary>
    Running,

    /// <summary>The kernel runs a cell that has been asked to stop.</summary>
    Interrupting,

    /// <summary>The kernel ended by itself. The next run, or a restart, starts another.</summary>
    Died,
}
