namespace AsyncProgramming.Tasking;

/// <content>The locks that a task holds.</content>
public sealed partial class CooperativeTask
{
    internal void Took(object @lock) => Extras.Locks.Add(@lock);

    /// <returns>Whether the task held the lock.</returns>
    internal bool Released(object @lock)
    {
        // The last one taken is the first one released, as a rule.
        var index = _extras?.Locks.LastIndexOf(@lock) ?? -1;
        if (index < 0) return false;
        _extras!.Locks.RemoveAt(index);
        return true;
    }

    /// <summary>The task waits for a lock now, and not for what it began to wait for.</summary>
    internal void WaitsAt(object place) => _place = place;

    /// <summary>What is wrong with a task that is over and holds locks, if it does.</summary>
    private InvalidOperationException? HeldLocks()
    {
        if (_extras is not { Locks: { Count: > 0 } locks } || IsEnding) return null;
        return new InvalidOperationException(
            $"Task '{Name}' has ended without releasing {string.Join(" and ", locks)}. Nobody else can take what it held. "
            + "Release a lock in a finally block.");
    }
}
