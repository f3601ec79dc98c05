using System.Collections.Concurrent;
using AsyncProgramming.Scheduling;

namespace AsyncProgramming.Tests.Scheduling;

public sealed class WorkTreeTests
{
    [Theory]
    [InlineData(1, 0, 1)]
    [InlineData(1, 3, 15)]
    [InlineData(4, 10, 2047)]
    public void Every_piece_is_done_once(int workers, int generations, long pieces)
    {
        var queue = new OneQueue();
        var run = WorkTree.Run(queue, workers, generations, rounds: 1);
        Assert.Equal(workers, run.PiecesByWorker.Count);
        Assert.Equal(pieces, run.PiecesByWorker.Sum());
        Assert.Equal(pieces, queue.Taken);
        Assert.True(run.PiecesPerSecond > 0);
    }

    [Fact]
    public void Workers_say_who_they_are()
    {
        var queue = new OneQueue();
        WorkTree.Run(queue, workers: 3, generations: 6, rounds: 0);
        Assert.All(queue.Workers, worker => Assert.InRange(worker, 0, 2));
    }

    [Fact]
    public void A_queue_that_fails_ends_the_run_with_its_exception()
    {
        var failure = Assert.Throws<AggregateException>(
            () => WorkTree.Run(new BrokenQueue(), workers: 2, generations: 3, rounds: 0));
        Assert.IsType<InvalidOperationException>(failure.InnerExceptions[0]);
    }

    [Theory]
    [InlineData(0, 1, 1)]
    [InlineData(1, -1, 1)]
    [InlineData(1, 22, 1)]
    [InlineData(1, 1, -1)]
    public void A_number_outside_its_range_is_refused(int workers, int generations, int rounds) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => WorkTree.Run(new OneQueue(), workers, generations, rounds));

    private sealed class OneQueue : IWorkQueue
    {
        private readonly ConcurrentQueue<int> _work = [];
        private int _taken;

        public int Taken => _taken;

        public ConcurrentDictionary<int, bool> Seen { get; } = [];

        public IEnumerable<int> Workers => Seen.Keys;

        public void Put(int worker, int work) => _work.Enqueue(work);

        public bool TryTake(int worker, out int work)
        {
            Seen[worker] = true;
            var taken = _work.TryDequeue(out work);
            if (taken) Interlocked.Increment(ref _taken);
            return taken;
        }
    }

    private sealed class BrokenQueue : IWorkQueue
    {
        public void Put(int worker, int work)
        {
        }

        public bool TryTake(int worker, out int work) => throw new InvalidOperationException("out of order");
    }
}
