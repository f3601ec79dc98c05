namespace AsyncProgramming.Tasking;

/// <summary>What a <see cref="CooperativeTask"/> is at, as the scheduler sees it.</summary>
public enum CooperativeTaskStatus
{
    /// <summary>Its turn will come.</summary>
    Ready,

    /// <summary>It is its turn.</summary>
    Running,

    /// <summary>It waits for something to happen.</summary>
    Waiting,

    /// <summary>It is over.</summary>
    Completed,
}
