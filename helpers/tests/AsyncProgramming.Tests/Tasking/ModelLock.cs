namespace AsyncProgramming.Tests.Tasking;

/// <summary>
/// What a reader-writer lock and a rendezvous with it should do, written as plainly as can be: lists of who holds, who waits
/// and who sleeps, all searched from the start. With writers alone it is what a queueing lock should do.
/// </summary>
internal sealed class ModelLock
{
    private readonly List<(int Task, bool Writes)> _holders = [];
    private readonly List<(int Task, bool Writes)> _waiting = [];
    private readonly List<int> _sleeping = [];

    /// <summary>Who was given the lock after a wait, in this order, and has not gone on yet.</summary>
    public List<int> Granted { get; } = [];

    public int SleeperCount => _sleeping.Count;

    public bool Holds(int task) => _holders.Any(holder => holder.Task == task);

    public bool Writes(int task) => _holders.Contains((task, true));

    /// <summary>Tries to take the lock, and waits for it where it may.</summary>
    /// <returns>Whether it was free to take.</returns>
    public bool Enter(int task, bool writes, bool mayWait)
    {
        // A writer that waits keeps new readers out, so that it is not starved.
        var free = writes ? _holders.Count == 0 : !_holders.Concat(_waiting).Any(other => other.Writes);
        if (free) _holders.Add((task, writes));
        else if (mayWait) _waiting.Add((task, writes));
        return free;
    }

    public void Exit(int task)
    {
        var holder = _holders.Single(holder => holder.Task == task);
        _holders.Remove(holder);
        // After a writer the readers that wait go first, all together; after the last reader a writer.
        if (holder.Writes) AdmitReaders();
        AdmitWriter();
    }

    public void Sleep(int task)
    {
        _sleeping.Add(task);
        Exit(task);
    }

    /// <summary>Wakes the first sleeper, who then waits for the lock.</summary>
    public bool Wake()
    {
        if (_sleeping.Count == 0) return false;
        _waiting.Add((_sleeping[0], true));
        _sleeping.RemoveAt(0);
        AdmitWriter();
        return true;
    }

    /// <summary>Ends a wait for the lock, or a sleep; the sleeper then waits for the lock.</summary>
    /// <returns>Whether the task still waited or slept.</returns>
    public bool Cancel(int task, bool sleeps)
    {
        if (sleeps)
        {
            if (!_sleeping.Remove(task)) return false;
            _waiting.Add((task, true));
            AdmitWriter();
            return true;
        }

        if (_waiting.RemoveAll(waiter => waiter.Task == task) == 0) return false;
        // Readers that only this writer kept out have nothing more to wait for.
        if (!_holders.Concat(_waiting).Any(other => other.Writes)) AdmitReaders();
        return true;
    }

    private void AdmitReaders()
    {
        foreach (var reader in _waiting.FindAll(waiter => !waiter.Writes)) Admit(reader);
    }

    private void AdmitWriter()
    {
        if (_holders.Count == 0 && _waiting.Find(waiter => waiter.Writes) is { Writes: true } writer) Admit(writer);
    }

    private void Admit((int Task, bool Writes) waiter)
    {
        _waiting.Remove(waiter);
        _holders.Add(waiter);
        Granted.Add(waiter.Task);
    }
}
