namespace AsyncProgramming.Coroutines;

/// <summary>
/// What a scheduler knows of a coroutine: it can be resumed, and it can be closed. Disposing it is closing it.
/// </summary>
public interface ICoroutine : IDisposable
{
    /// <summary>Where the coroutine is in its life.</summary>
    CoroutineState State { get; }

    /// <summary>Runs the body to its next <c>yield return</c>, on the calling thread.</summary>
    /// <returns><see langword="true"/> where it has stopped at one; <see langword="false"/> where it ran to its
    /// end.</returns>
    /// <exception cref="InvalidOperationException">The coroutine has ended, or is running.</exception>
    bool Next();
}
