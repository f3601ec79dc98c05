namespace AsyncProgramming.Tasking;

/// <content>The locks that a task holds.</content>
public sealed partial class CooperativeTask
{
    private List<object>? _locks;

    internal void Took(object @lock) => (_locks ??= []).Add(@lock);

    /// <returns>Whether the task held the lock.</returns>
    internal bool Released(object @lock)
    {
        // The last one taken is the first one released, as a rule.
        var index = _locks?.LastIndexOf(@lock) ?? -1;
        if (index < 0) return false;
        _locks!.RemoveAt(index);
        return true;
    }

    /// <summary>What is wrong with a task that is over and holds locks, if it does.</summary>
    private InvalidOperationException? HeldLocks()
    {
        if (_locks is not { Count: > 0 } || IsEnding) return null;
        return new InvalidOperationException(
            $"Task '{Name}' has ended without releasing {string.Join(" and ", _locks)}. Nobody else can take what it held. "
            + "Release a lock in a finally block.");
    }
}
