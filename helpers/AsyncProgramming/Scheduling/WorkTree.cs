using System.Diagnostics;
using AsyncProgramming.Blocking;

namespace AsyncProgramming.Scheduling;

/// <summary>
/// Many small pieces of work for threads that share a queue: each piece keeps its worker's core busy for a moment and then
/// puts two smaller ones into the queue, as a coroutine does that starts two others. The first piece is put there by
/// worker 0. It may be called from any thread; runs side by side disturb each other's measurements.
/// </summary>
public static class WorkTree
{
    /// <summary>The greatest number of generations; a tree of so many has four million pieces.</summary>
    public const int MostGenerations = 21;

    /// <summary>Works a whole tree off on threads of its own, and returns when the last of them has ended.</summary>
    /// <param name="queue">The empty queue that the workers share.</param>
    /// <param name="workers">How many threads; at least 1.</param>
    /// <param name="generations">
    /// How often the work splits in two, from 0 to <see cref="MostGenerations"/>: a tree has
    /// 2<sup>generations + 1</sup> − 1 pieces.
    /// </param>
    /// <param name="rounds">The size of a piece, in rounds of <see cref="Workload.Run"/>; not negative.</param>
    /// <returns>How long it took, and how the pieces were shared out.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="queue"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    /// <exception cref="AggregateException">The queue threw in a worker.</exception>
    public static WorkTreeRun Run(IWorkQueue queue, int workers, int generations, int rounds)
    {
        ArgumentNullException.ThrowIfNull(queue);
        ArgumentOutOfRangeException.ThrowIfLessThan(workers, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(generations);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(generations, MostGenerations);
        ArgumentOutOfRangeException.ThrowIfNegative(rounds);

        queue.Put(worker: 0, generations);
        var crew = new Crew(queue, workers, pieces: (2L << generations) - 1, rounds);
        return crew.Run();
    }

    private sealed class Crew(IWorkQueue queue, int workers, long pieces, int rounds)
    {
        // A worker's own count lies two cache lines away from its neighbours': the harness must not share what it measures.
        private const int Apart = 128 / sizeof(long);

        private readonly long[] _done = new long[(workers + 1) * Apart];
        private readonly List<Exception> _failures = [];
        private volatile bool _failed;

        public WorkTreeRun Run()
        {
            using var start = new Barrier(workers + 1);
            var threads = Enumerable.Range(0, workers).Select(worker => new Thread(() =>
            {
                start.SignalAndWait();
                Guard(() => Work(worker));
            })
            { IsBackground = true }).ToArray();
            foreach (var thread in threads) thread.Start();

            start.SignalAndWait();
            var began = Stopwatch.GetTimestamp();
            foreach (var thread in threads) thread.Join();
            var elapsed = Stopwatch.GetElapsedTime(began);

            if (_failed) throw new AggregateException("The queue failed.", _failures);
            return new WorkTreeRun(elapsed, [.. Enumerable.Range(0, workers).Select(worker => Done(worker))]);
        }

        private void Work(int worker)
        {
            var idle = new SpinWait();
            while (!_failed)
            {
                if (queue.TryTake(worker, out var generations))
                {
                    _ = Workload.Run(rounds);
                    for (var child = 0; child < 2 && generations > 0; child++) queue.Put(worker, generations - 1);
                    Done(worker)++;
                    idle.Reset();
                }
                else if (AllDone())
                {
                    return;
                }
                else
                {
                    // Yields the core, but never sleeps: a millisecond of sleep would be longer than most runs.
                    idle.SpinOnce(sleep1Threshold: -1);
                }
            }
        }

        private bool AllDone()
        {
            var done = 0L;
            for (var worker = 0; worker < workers; worker++) done += Volatile.Read(ref Done(worker));
            return done == pieces;
        }

        private void Guard(Action work)
        {
            try
            {
                work();
            }
            catch (Exception e)
            {
                lock (_failures) _failures.Add(e);
                _failed = true;
            }
        }

        private ref long Done(int worker) => ref _done[(worker + 1) * Apart];
    }
}

/// <summary>What came of working a <see cref="WorkTree"/> off.</summary>
/// <param name="Elapsed">From the start of all workers to the end of the last.</param>
/// <param name="PiecesByWorker">How many pieces each worker did.</param>
public sealed record WorkTreeRun(TimeSpan Elapsed, IReadOnlyList<long> PiecesByWorker)
{
    /// <summary>How many pieces all workers together did in a second.</summary>
    public double PiecesPerSecond => PiecesByWorker.Sum() / Elapsed.TotalSeconds;
}
