namespace Course.Sessions;

/// <summary>Where the output that a cell shows comes from.</summary>
internal enum OutputOrigin
{
    /// <summary>The notebook's file: somebody has run it once.</summary>
    Committed,

    /// <summary>The kernel that the session has now.</summary>
    Kernel,

    /// <summary>A kernel that has ended since: what it had computed is gone.</summary>
    EndedKernel,
}
