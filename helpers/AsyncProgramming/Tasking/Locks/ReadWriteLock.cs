using AsyncProgramming.EventLoops;
using AsyncProgramming.Tasking.Waiting;

namespace AsyncProgramming.Tasking;

/// <summary>
/// A lock that many readers may hold together, or one writer alone, for coroutines on one event loop: libtask's <c>RWLock</c>.
/// </summary>
/// <remarks>
/// <para>
/// Nobody starves. Readers who come while a writer waits wait behind it, so it has its turn when the readers of now are done;
/// and when it is done, all the readers who wait then have theirs, before the next writer. Readers among themselves, and
/// writers, are served first come, first served.
/// </para>
/// <para>
/// It is not reentrant, also not for reading: a reader that enters again while a writer waits waits for itself. What
/// <see cref="QueueingLock"/> says of releasing, ending, allocation and threads holds here.
/// </para>
/// </remarks>
public sealed class ReadWriteLock
{
    private readonly WaitLine _readers;
    private readonly WaitLine _writers;
    private CooperativeTask? _writer;

    /// <summary>Makes a lock that nobody holds.</summary>
    /// <param name="name">What listings of the tasks and errors call it.</param>
    public ReadWriteLock(string? name = null)
    {
        Name = name ?? "a read-write lock";
        _readers = new ReaderLine(this);
        _writers = new WriterLine(this);
    }

    /// <summary>What listings of the tasks and errors call it.</summary>
    public string Name { get; }

    /// <summary>How many hold it to read.</summary>
    public int ReaderCount { get; private set; }

    /// <summary>Whether a writer holds it.</summary>
    public bool IsWriteHeld { get; private set; }

    /// <summary>Takes the lock to read, as soon as no writer holds it or waits: <c>rlock</c>.</summary>
    /// <param name="cancellationToken">
    /// Ends the wait with an exception, and the lock is not taken. May be cancelled on any thread.
    /// </param>
    /// <exception cref="InvalidOperationException">The lock is in use on another loop, or no loop runs here.</exception>
    public ValueTask EnterRead(CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested) return ValueTask.FromCanceled(cancellationToken);
        return TryEnterRead() ? ValueTask.CompletedTask : _readers.Wait(cancellationToken);
    }

    /// <summary>Takes the lock to read if no writer holds it or waits: <c>canrlock</c>.</summary>
    /// <returns>Whether it was taken.</returns>
    /// <exception cref="InvalidOperationException">As for <see cref="EnterRead"/>.</exception>
    public bool TryEnterRead()
    {
        var loop = _readers.Enter();
        if (IsWriteHeld || _writers.Any()) return false;
        TakeToRead(loop.CurrentTask);
        return true;
    }

    /// <summary>Releases the lock after reading: <c>runlock</c>. After the last reader it is the first writer's. Never waits.</summary>
    /// <exception cref="SynchronizationLockException">The running task does not hold the lock to read.</exception>
    public void ExitRead()
    {
        var loop = _readers.Enter();
        var task = loop.CurrentTask;
        if (ReaderCount == 0 || task?.Released(this) == false)
        {
            if (task is { IsEnding: true }) return;
            throw LockMisuse.NotHeld(this, task, IsWriteHeld || ReaderCount > 0);
        }

        ReaderCount--;
        AdmitWriter(loop);
    }

    /// <summary>Takes the lock to write, as soon as nobody else holds it: <c>wlock</c>.</summary>
    /// <inheritdoc cref="EnterRead"/>
    public ValueTask EnterWrite(CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested) return ValueTask.FromCanceled(cancellationToken);
        return TryEnterWrite() ? ValueTask.CompletedTask : _writers.Wait(cancellationToken);
    }

    /// <summary>Takes the lock to write if nobody holds it: <c>canwlock</c>.</summary>
    /// <inheritdoc cref="TryEnterRead"/>
    public bool TryEnterWrite()
    {
        var loop = _readers.Enter();
        if (IsWriteHeld || ReaderCount > 0) return false;
        TakeToWrite(loop.CurrentTask);
        return true;
    }

    /// <summary>
    /// Releases the lock after writing: <c>wunlock</c>. It is then of all the readers who wait; of the first writer where no
    /// reader waits. Never waits.
    /// </summary>
    /// <exception cref="SynchronizationLockException">The running task does not hold the lock to write.</exception>
    public void ExitWrite()
    {
        var loop = _readers.Enter();
        var task = loop.CurrentTask;
        if (!IsWriteHeld || _writer != task)
        {
            if (task is { IsEnding: true }) return;
            throw LockMisuse.NotHeld(this, task, IsWriteHeld || ReaderCount > 0);
        }

        task?.Released(this);
        IsWriteHeld = false;
        _writer = null;
        AdmitReaders(loop);
        AdmitWriter(loop);
    }

    /// <summary>The lock's name, and who writes under it.</summary>
    public override string ToString() => _writer is null ? Name : $"{Name}, which {_writer} holds to write";

    private void TakeToRead(CooperativeTask? task)
    {
        ReaderCount++;
        task?.Took(this);
    }

    private void TakeToWrite(CooperativeTask? task)
    {
        IsWriteHeld = true;
        _writer = task;
        task?.Took(this);
    }

    private void AdmitReaders(EventLoop loop)
    {
        while (_readers.TryTake(out var reader))
        {
            TakeToRead(Suspension.TaskOf(reader));
            _readers.Wake(loop, reader);
        }
    }

    private void AdmitWriter(EventLoop loop)
    {
        if (ReaderCount > 0 || IsWriteHeld || !_writers.TryTake(out var writer)) return;
        TakeToWrite(Suspension.TaskOf(writer));
        _writers.Wake(loop, writer);
    }

    /// <summary>The line of readers, by which the lock as a whole knows its loop.</summary>
    private sealed class ReaderLine(ReadWriteLock owner) : WaitLine(owner, "reading under")
    {
        protected override bool IsInUse =>
            base.IsInUse || owner.ReaderCount > 0 || owner.IsWriteHeld || owner._writers.Count > 0;
    }

    /// <summary>The line of writers: where the last one gives up, nothing keeps the readers out any more.</summary>
    private sealed class WriterLine(ReadWriteLock owner) : WaitLine(owner, "writing under")
    {
        public override void Remove(WaitNode node)
        {
            base.Remove(node);
            if (!owner.IsWriteHeld && !Any()) owner.AdmitReaders(Enter());
        }
    }
}
