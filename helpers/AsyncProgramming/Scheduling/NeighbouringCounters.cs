using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace AsyncProgramming.Scheduling;

/// <summary>
/// Threads that each increment a counter of their own, where only the distance of the counters in memory varies. Caches move
/// memory between cores in lines of 64 bytes (128 on some processors), so counters in one line slow each other down although
/// no thread reads what another one writes: false sharing. It may be called from any thread; runs side by side disturb each
/// other's measurements.
/// </summary>
public static class NeighbouringCounters
{
    /// <summary>The greatest distance, in bytes.</summary>
    public const int GreatestDistance = 4096;

    /// <summary>Runs the threads side by side and returns when all have ended.</summary>
    /// <param name="threads">How many threads; at least 1.</param>
    /// <param name="distance">
    /// From one counter to the next, in bytes: a multiple of 8 up to <see cref="GreatestDistance"/>. With 0 all threads
    /// increment one and the same counter.
    /// </param>
    /// <param name="increments">How many increments each thread does; at least 1.</param>
    /// <returns>What an increment took, and the counters.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public static CountersRun Run(int threads, int distance, long increments)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(distance);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(distance, GreatestDistance);
        ArgumentOutOfRangeException.ThrowIfNotEqual(distance % sizeof(long), 0, nameof(distance));
        ArgumentOutOfRangeException.ThrowIfLessThan(increments, 1);

        var step = distance / sizeof(long);
        var memory = AlignedMemory(threads * Math.Max(step, 1), out var first);
        using var start = new Barrier(threads);
        var crew = Enumerable.Range(0, threads).Select(thread => new Worker(
            start, () => Increment(ref memory[first + (thread * step)], increments))).ToArray();
        foreach (var worker in crew) worker.Thread.Join();
        return new CountersRun(
            crew.Max(worker => worker.Elapsed).TotalNanoseconds / increments,
            [.. Enumerable.Range(0, threads).Select(thread => memory[first + (thread * step)])]);
    }

    // Atomic: it has to own the cache line each time, whereas a plain store may wait in the core's store buffer.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Increment(ref long counter, long increments)
    {
        for (var i = 0L; i < increments; i++) Interlocked.Increment(ref counter);
    }

    // The first counter lies at the beginning of a page, so that a distance has the same effect in every run. The array is
    // pinned from its birth: the garbage collector never moves it.
    private static long[] AlignedMemory(int length, out int first)
    {
        const int Page = 4096 / sizeof(long);
        var memory = GC.AllocateArray<long>(length + (2 * Page), pinned: true);
        first = Enumerable.Range(0, Page).First(i => Marshal.UnsafeAddrOfPinnedArrayElement(memory, i) % 4096 == 0);
        return memory;
    }

    private sealed class Worker
    {
        public Worker(Barrier start, Action work)
        {
            Thread = new Thread(() =>
            {
                start.SignalAndWait();
                var began = Stopwatch.GetTimestamp();
                work();
                Elapsed = Stopwatch.GetElapsedTime(began);
            })
            { IsBackground = true };
            Thread.Start();
        }

        public Thread Thread { get; }

        public TimeSpan Elapsed { get; private set; }
    }
}

/// <summary>What came of a run of <see cref="NeighbouringCounters"/>.</summary>
/// <param name="NanosecondsPerIncrement">What one increment took the slowest thread on average.</param>
/// <param name="Counts">The counters at the end: one for each thread.</param>
public sealed record CountersRun(double NanosecondsPerIncrement, IReadOnlyList<long> Counts);
