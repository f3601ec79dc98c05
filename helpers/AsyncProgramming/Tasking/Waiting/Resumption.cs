namespace AsyncProgramming.Tasking.Waiting;

/// <summary>How a waiting coroutine goes on.</summary>
internal enum Resumption
{
    /// <summary>No coroutine is being resumed: who asks for a result has not waited for it.</summary>
    None,

    /// <summary>What it waited for has happened.</summary>
    Woken,

    /// <summary>Its task is being ended; the wait throws.</summary>
    Ended,
}
