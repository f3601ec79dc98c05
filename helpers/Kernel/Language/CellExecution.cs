using System.Diagnostics;
using System.Globalization;

namespace CSharpKernel.Language;

/// <summary>
/// One run of a cell, on a thread of its own. No synchronisation context is installed, so an <c>await</c> goes on wherever the
/// thread pool has room, as it does in a console program, and a blocking wait does not dead-lock with it.
/// </summary>
internal sealed class CellExecution(int number, ICellOutput output, CancellationToken interrupt)
{
    // The same on every operating system, so that recursion goes equally deep; and not so deep that to tell of it takes long.
    private const int StackSize = 2 << 20;

    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(800);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan PatienceForTasks = TimeSpan.FromMilliseconds(50);

    private readonly TaskCompletionSource _ended = new();
    private CellOutcome? _outcome;
    private Exception? _exception;
    private volatile bool _shielded;

    /// <summary>The cell's number, which errors name.</summary>
    public int Number => number;

    /// <summary>The cell's text.</summary>
    public string Code { get; init; } = "";

    /// <summary>Runs more code as a part of the cell, and shows its value.</summary>
    public Func<string, CellExecution, Task>? RunCode { get; init; }

    /// <summary>From when on its time is taken, by <see cref="Stopwatch"/>; null where nobody wants to know.</summary>
    public long? TimedFrom { get; set; }

    /// <summary>The files that it is importing, one within the other.</summary>
    public HashSet<string> Importing { get; } = [];

    /// <summary>Where the cell's output goes.</summary>
    public ICellOutput Output => output;

    /// <summary>Whether the cell was interrupted. It stays so: what the cell has left behind never goes on.</summary>
    public bool IsInterrupted => interrupt.IsCancellationRequested;

    /// <summary>Interrupts what the kernel does on behalf of the cell.</summary>
    public CancellationToken Cancellation => interrupt;

    /// <summary>Runs code and waits until it ends or is interrupted.</summary>
    /// <param name="body">The code.</param>
    /// <param name="explain">Turns an exception that it has thrown into an error.</param>
    public CellOutcome Run(Func<Task<CellOutcome>> body, Func<Exception, CellError> explain)
    {
        if (IsInterrupted) return new CellOutcome(Error: CellErrors.Interrupted(abandoned: false));
        if (StartThread(body) is not { } thread) return new CellOutcome(Error: CellErrors.NoThread());
        try
        {
            _ended.Task.Wait(interrupt);
        }
        catch (OperationCanceledException)
        {
            return new CellOutcome(Error: CellErrors.Interrupted(abandoned: !Stop(thread)));
        }

        if (IsInterrupted) return new CellOutcome(Error: CellErrors.Interrupted(abandoned: false));
        return _exception is null ? _outcome! : new CellOutcome(Error: explain(_exception));
    }

    /// <summary>Does what must not be broken off within a wait, such as to compile, on the cell's thread.</summary>
    public T Shield<T>(Func<T> work)
    {
        _shielded = true;
        try
        {
            return work();
        }
        finally
        {
            _shielded = false;
        }
    }

    private Thread? StartThread(Func<Task<CellOutcome>> body)
    {
        for (var isFirst = true; ; isFirst = false)
        {
            var thread = new Thread(() => Start(body), StackSize)
            {
                IsBackground = true,
                Name = string.Create(CultureInfo.InvariantCulture, $"cell {number}"),
            };
            try
            {
                thread.Start();
                return thread;
            }
            catch (OutOfMemoryException)
            {
                // A thread takes memory and, on Linux, two files. What cells have opened and lost may make room for it.
                if (!isFirst) return null;
                GC.Collect();
                GC.WaitForPendingFinalizers();
            }
        }
    }

    private void Start(Func<Task<CellOutcome>> body)
    {
        CellContext.Enter(this);
        try
        {
            body().ContinueWith(
                task =>
                {
                    if (task.IsCompletedSuccessfully) _outcome = task.Result;
                    else _exception = task.Exception?.InnerException ?? CancellationOf(task);
                    _ended.SetResult();
                },
                CancellationToken.None,
                TaskContinuationOptions.ExecuteSynchronously,
                TaskScheduler.Default);
        }
        catch (ThreadInterruptedException)
        {
            // The interrupt came when the cell had just ended.
        }
    }

    /// <summary>The exception that has cancelled a task, which it tells only to those who await it.</summary>
    private static Exception CancellationOf(Task task)
    {
        try
        {
            task.GetAwaiter().GetResult();
        }
        catch (OperationCanceledException e)
        {
            return e;
        }

        return new TaskCanceledException(task);
    }

    /// <summary>Waits until the interrupted cell has stopped; wakes its thread whenever that waits for something.</summary>
    private bool Stop(Thread thread)
    {
        for (var watch = Stopwatch.StartNew(); watch.Elapsed < Patience;)
        {
            CellGate.CloseAll();
            if (_ended.Task.Wait(Interval)) return true;
            if (!_shielded && thread.ThreadState.HasFlag(System.Threading.ThreadState.WaitSleepJoin)) thread.Interrupt();

            // The thread has gone, so the cell awaits something, or runs on the pool up to its next gate.
            if (!thread.IsAlive && watch.Elapsed > PatienceForTasks) return true;
        }

        return false;
    }
}
