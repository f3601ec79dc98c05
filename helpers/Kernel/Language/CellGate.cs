using System.Collections.Concurrent;
using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace CSharpKernel.Language;

/// <summary>
/// What lets a running cell be stopped: the kernel writes a call to <see cref="Check"/> into every loop, function and lambda
/// of every cell, and an interrupt makes that call throw. Each cell has a flag of its own, so that a thread which a cell left
/// behind stays stopped when the next cell runs.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class CellGate
{
    private const int Cells = 1 << 20;
    private const int Stretch = 1 << 16;
    private const int Part = 1 << 12;
    private const int MaximalAsyncDepth = 2000;

    // Memory outside the managed heap: the compiled check is one comparison with a constant address.
    private static readonly byte* Closed = (byte*)NativeMemory.AllocZeroed(Cells);

    // By cell, what interrupts it: for code that runs without the execution context which would tell.
    private static readonly ConcurrentDictionary<int, CancellationToken> Interrupts = new();

    [ThreadStatic]
    private static AsyncStack? _async;

    private static int _last;

    // Down to which address the thread's stack is known to be there: its complement, so that a new thread knows of nothing.
    [ThreadStatic]
    private static nuint _notExplored;

    /// <summary>Throws if the cell that the calling code works for has been interrupted.</summary>
    /// <param name="cell">The cell that the calling code was written in.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Check(int cell)
    {
        if (Volatile.Read(ref Closed[cell]) != 0) CheckInterrupted(cell);
    }

    /// <summary>
    /// The same as <see cref="Check"/>, where a function begins. Also throws where recursion is about to use up the stack,
    /// which would otherwise end the process.
    /// </summary>
    /// <remarks>
    /// What it costs, each pair measured in one run: Fib(32), which does nothing but call itself, took 8.7 ms without gates,
    /// 16.5 ms with <see cref="Check"/>, and with this 17.5 to 19 ms, or 25 to 33 ms in the one run of sixteen whose stack
    /// lies so that most calls ask. A recursion that works on something takes a tenth longer (merge sort, permutations), and
    /// so does a query of small lambdas; the empty loop with its <see cref="Check"/> up to a fifth.
    /// </remarks>
    /// <param name="cell">The cell that the function was written in.</param>
    /// <exception cref="InsufficientExecutionStackException">There is little stack left.</exception>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Enter(int cell)
    {
        Check(cell);

        // To ask how much stack there is takes longer than a small function runs, and even to know whether it was asked before
        // does. So only those calls ask whose frame lies in the first part of a stretch, and there the first only: recursion
        // comes through each part unless its frames are larger than that.
        byte here;
        if (((nuint)(&here) & (Stretch - 1)) < Part && (nuint)(&here) < ~_notExplored) Explore((nuint)(&here));
    }

    /// <summary>The same as <see cref="Enter"/>, where an object's fields get their first values.</summary>
    /// <param name="cell">The cell that the type was written in.</param>
    /// <returns>True, so that it can stand in an expression.</returns>
    public static bool Initialize(int cell)
    {
        Enter(cell);
        return true;
    }

    /// <summary>
    /// The same as <see cref="Enter"/>, where an asynchronous function begins. An exception passes those one by one, and each
    /// copies all places where it has been: what recursion over the whole stack would throw takes ten seconds to arrive.
    /// </summary>
    /// <remarks>It costs 5 to 10 ns more than <see cref="Enter"/>; an awaited call that need not wait takes 35.</remarks>
    /// <param name="cell">The cell that the function was written in.</param>
    /// <exception cref="InsufficientExecutionStackException">There is little stack left, or too many call each other.</exception>
    [SkipLocalsInit]
    public static void EnterAsync(int cell)
    {
        Enter(cell);
        byte here;
        var stack = _async ??= new AsyncStack();
        var frames = stack.Frames;
        var depth = stack.Depth;

        // What does not lie above on the stack has returned.
        while (depth > 0 && frames[depth - 1] <= (nuint)(&here)) depth--;
        if (depth == frames.Length)
            throw new InsufficientExecutionStackException($"Asynchronous functions call each other {depth:N0} deep.");
        frames[depth] = (nuint)(&here);
        stack.Depth = depth + 1;
    }

    /// <summary>Opens a gate for a new cell.</summary>
    /// <returns>The cell's number at the gate.</returns>
    internal static int Add(CancellationToken interrupt)
    {
        var cell = Interlocked.Increment(ref _last) & (Cells - 1);
        Interrupts[cell] = interrupt;
        Closed[cell] = 0;
        return cell;
    }

    /// <summary>Makes the code of every cell look whether the execution that it works for has been interrupted.</summary>
    internal static void CloseAll() => NativeMemory.Fill(Closed, (nuint)Math.Min(Volatile.Read(ref _last) + 1, Cells), 1);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Explore(nuint here)
    {
        // At least 128 KB are left then, and the next part comes before half of that is used up.
        RuntimeHelpers.EnsureSufficientExecutionStack();
        _notExplored = ~(here - Part);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void CheckInterrupted(int cell)
    {
        var interrupt = CellContext.Current?.Cancellation ?? Interrupts.GetValueOrDefault(cell);
        if (interrupt.IsCancellationRequested) throw new CellInterruptedException();

        // Code that was not meant, such as a function of an earlier cell which a later one calls: from here on it runs at
        // full speed again. An interrupt that came in between is not lost, because it is looked for once more.
        Volatile.Write(ref Closed[cell], 0);
        Interlocked.MemoryBarrier();
        if (!interrupt.IsCancellationRequested) return;
        Volatile.Write(ref Closed[cell], 1);
        throw new CellInterruptedException();
    }

    /// <summary>Where on a thread's stack the asynchronous functions are that have called each other.</summary>
    private sealed class AsyncStack
    {
        public readonly nuint[] Frames = new nuint[MaximalAsyncDepth];
        public int Depth;
    }
}
