namespace AsyncProgramming.Coroutines;

/// <summary>
/// Where a coroutine is in its life. The states of Python's <c>inspect.getgeneratorstate</c>, with
/// <see cref="Completed"/> and <see cref="Closed"/> told apart, because only the first has a result.
/// </summary>
public enum CoroutineState
{
    /// <summary>Nothing of its body has run yet.</summary>
    Created,

    /// <summary>Its body is being executed now.</summary>
    Running,

    /// <summary>Its body has stopped at a <c>yield return</c> and can be resumed.</summary>
    Suspended,

    /// <summary>Its body ran to its end; the result is there.</summary>
    Completed,

    /// <summary>It ended without a result: it was closed, or an exception left its body.</summary>
    Closed,
}
