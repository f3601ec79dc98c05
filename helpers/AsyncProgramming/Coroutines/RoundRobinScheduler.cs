namespace AsyncProgramming.Coroutines;

/// <summary>
/// Runs coroutines in turns on the calling thread: each to its next <c>yield return</c>, then the next in line.
/// That is cooperative multitasking, and all of it: a coroutine that does not yield stops the others. What they
/// yield is ignored.
/// </summary>
/// <remarks>For one thread at a time; a coroutine may add others while it runs.</remarks>
public sealed class RoundRobinScheduler : IDisposable
{
    private readonly Queue<ICoroutine> _ready = new();

    /// <summary>How many coroutines wait for a turn.</summary>
    public int Count => _ready.Count;

    /// <summary>Puts a coroutine at the end of the line.</summary>
    /// <param name="coroutine">A coroutine that has not ended; new or suspended. The scheduler is its owner from
    /// now on.</param>
    /// <exception cref="ArgumentNullException"><paramref name="coroutine"/> is null.</exception>
    public void Add(ICoroutine coroutine)
    {
        ArgumentNullException.ThrowIfNull(coroutine);
        _ready.Enqueue(coroutine);
    }

    /// <summary>
    /// Gives the first in line its turn and puts it at the end of the line, unless it is done. An exception that
    /// leaves its body comes out here; it is then out of the line, and the others still are in it.
    /// </summary>
    /// <returns>Whether there was one.</returns>
    public bool RunOnce()
    {
        if (!_ready.TryDequeue(out var coroutine)) return false;
        if (coroutine.Next()) _ready.Enqueue(coroutine);
        return true;
    }

    /// <summary>Gives out turns until every coroutine is done.</summary>
    /// <param name="cancellationToken">Stops between two turns; who is not done stays in line.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public void Run(CancellationToken cancellationToken = default)
    {
        do cancellationToken.ThrowIfCancellationRequested();
        while (RunOnce());
    }

    /// <summary>Closes every coroutine that is still in line.</summary>
    public void Dispose()
    {
        while (_ready.TryDequeue(out var coroutine)) coroutine.Dispose();
    }
}
