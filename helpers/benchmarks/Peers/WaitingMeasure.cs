using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using AsyncProgramming.EventLoops;
using AsyncProgramming.Tasking;

namespace Benchmarks.Peers;

/// <summary>
/// Many coroutines that wait at once; in a process of their own, as memory that another measurement has left would not count.
/// </summary>
/// <param name="Live">Bytes on the heap for each, after a garbage collection.</param>
/// <param name="Resident">Bytes by which the process's resident memory grew for each, before any collection was forced.</param>
/// <param name="Seconds">From starting the first until all wait, and from the event until the last has ended.</param>
internal sealed record WaitingMeasure(double Live, double Resident, double Seconds)
{
    /// <summary>The argument, before a kind and a number, that makes this program measure nothing else.</summary>
    public const string Verb = "waiting";

    /// <summary>Async methods that wait at a channel of the library.</summary>
    public const string Receivers = "receivers";

    /// <summary>Async methods that await a <see cref="Task"/>.</summary>
    public const string Awaiters = "awaiters";

    /// <summary>The same, started by <see cref="EventLoop.CreateTask(Func{Task}, string?)"/>.</summary>
    public const string Created = "created";

    /// <summary>Cooperative tasks that wait at a channel.</summary>
    public const string Tasks = "tasks";

    public static WaitingMeasure Of(int count, string kind)
    {
        using var process = ThisProgram.Start(Verb, kind, count.ToString(CultureInfo.InvariantCulture));
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return JsonSerializer.Deserialize<WaitingMeasure>(output)!;
    }

    /// <summary>What the other process does.</summary>
    public static int Run(string kind, string number)
    {
        var count = int.Parse(number, CultureInfo.InvariantCulture);
        var measure = kind switch
        {
            Created => EventLoop.Run(() => AtGate(count, gate => EventLoop.Running.CreateTask(() => Wait(gate)))),
            Awaiters => EventLoop.Run(() => AtGate(count, Wait)),
            Receivers => EventLoop.Run(() => AtChannel(count, channel => _ = Receive(channel))),
            Tasks => InScheduler(count),
            _ => throw new ArgumentOutOfRangeException(nameof(kind)),
        };
        Console.WriteLine(JsonSerializer.Serialize(measure));
        return 0;
    }

    private static async Task<WaitingMeasure> AtGate(int count, Func<Task, Task> start)
    {
        var gate = new TaskCompletionSource();
        var tasks = new Task[count];
        return await Measure(
            count,
            () =>
            {
                for (var i = 0; i < count; i++) tasks[i] = start(gate.Task);
            },
            async () =>
            {
                gate.SetResult();
                await Task.WhenAll(tasks);
            });
    }

    private static WaitingMeasure InScheduler(int count)
    {
        WaitingMeasure? measure = null;
        new CooperativeScheduler().Run(async () =>
            measure = await AtChannel(count, channel => CooperativeTask.Start(() => Receive(channel))));
        return measure!;
    }

    private static Task<WaitingMeasure> AtChannel(int count, Action<TaskChannel<int>> start)
    {
        var channel = new TaskChannel<int>();
        return Measure(
            count,
            () =>
            {
                for (var i = 0; i < count; i++) start(channel);
            },
            async () =>
            {
                for (var i = 0; i < count; i++) await channel.Send(i);
            });
    }

    private static async Task<WaitingMeasure> Measure(int count, Action start, Func<Task> end)
    {
        var heap = GC.GetTotalMemory(forceFullCollection: true);
        var resident = Environment.WorkingSet;

        var began = Stopwatch.GetTimestamp();
        start();
        await Task.Yield();
        var elapsed = Stopwatch.GetElapsedTime(began);

        resident = Environment.WorkingSet - resident;
        heap = GC.GetTotalMemory(forceFullCollection: true) - heap;

        began = Stopwatch.GetTimestamp();
        await end();
        elapsed += Stopwatch.GetElapsedTime(began);
        return new WaitingMeasure((double)heap / count, (double)resident / count, elapsed.TotalSeconds);
    }

    private static async Task Wait(Task gate) => await gate;

    private static async Task Receive(TaskChannel<int> channel) => await channel.Receive();
}
