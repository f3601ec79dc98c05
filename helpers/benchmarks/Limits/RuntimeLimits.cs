using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Benchmarks.Limits;

/// <summary>What the runtime takes for the pieces that every loop, coroutine and channel is made of.</summary>
internal static class RuntimeLimits
{
    private const int Operations = 1_000_000;
    private static readonly Lock Gate = new();
    private static object? _object;
    private static long _number;

    public static IEnumerable<Figure> Measure()
    {
        yield return Limit("call_ns", "calling a delegate", Call);
        yield return Limit("allocation_ns", "allocating 128 bytes, their collection included", Allocate);
        yield return Limit("interlocked_ns", "an interlocked operation, on one thread", Increment);
        yield return Limit("lock_ns", "taking and leaving a lock that is free", Enter);
        yield return Limit("clock_ns", "reading the clock", ReadClock);
        yield return Limit("queue_ns", "a delegate through a Queue<Action>, called", Pump);
        yield return Limit("switch_ns", "an async method back through such a queue", Switch);
        yield return Limit("timer_ns", "into a PriorityQueue of 100,000 and out again", Sort);
    }

    private static Figure Limit(string key, string meaning, Action<int> run) =>
        new(key, LimitFigures.Nanoseconds(Operations, run), Unit.Nanoseconds, meaning);

    private static void Call(int count)
    {
        Action action = () => _number++;
        for (var i = 0; i < count; i++) action();
    }

    private static void Allocate(int count)
    {
        // 24 bytes of an array are its header and length.
        for (var i = 0; i < count; i++) _object = new byte[128 - 24];
    }

    private static void Increment(int count)
    {
        for (var i = 0; i < count; i++) Interlocked.Increment(ref _number);
    }

    private static void Enter(int count)
    {
        for (var i = 0; i < count; i++)
        {
            lock (Gate) _number++;
        }
    }

    private static void ReadClock(int count)
    {
        for (var i = 0; i < count; i++) _number = Stopwatch.GetTimestamp();
    }

    /// <summary>The least that an event loop can be: a queue, each callback of which puts the next into it.</summary>
    private static void Pump(int count)
    {
        var queue = new Queue<Action>();
        var left = count;
        Action tick = null!;
        tick = () =>
        {
            if (--left > 0) queue.Enqueue(tick);
        };
        queue.Enqueue(tick);
        while (queue.TryDequeue(out var callback)) callback();
    }

    /// <summary>The least that a scheduler of coroutines can be: a queue of what they go on with.</summary>
    private static void Switch(int count)
    {
        var queue = new Queue<Action>();
        for (var i = 0; i < 1_000; i++) _ = TakeTurns(new Turn(queue), count / 1_000);
        while (queue.TryDequeue(out var callback)) callback();
    }

    private static async Task TakeTurns(Turn turn, int turns)
    {
        for (var i = 0; i < turns; i++) await turn;
    }

    private static void Sort(int count)
    {
        const int pending = 100_000;
        var queue = new PriorityQueue<Action, long>(pending + 1);
        for (var i = 0; i < pending; i++) queue.Enqueue(() => { }, i * 7919L % 50_000);
        for (var i = 0; i < count; i++) queue.EnqueueDequeue(() => { }, 50_000 + i * 7919L % 50_000);
    }

    /// <summary>Awaiting it goes on after everything that is in the queue.</summary>
    private readonly struct Turn(Queue<Action> queue) : ICriticalNotifyCompletion
    {
        public bool IsCompleted => false;

        public Turn GetAwaiter() => this;

        public void GetResult()
        {
        }

        public void OnCompleted(Action continuation) => queue.Enqueue(continuation);

        public void UnsafeOnCompleted(Action continuation) => queue.Enqueue(continuation);
    }
}
