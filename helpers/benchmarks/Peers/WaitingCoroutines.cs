using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using AsyncProgramming.EventLoops;

namespace Benchmarks.Peers;

/// <summary>
/// Many coroutines that wait at once, for the same event; in a process of their own, as memory that another measurement has
/// left would not count.
/// </summary>
/// <param name="Live">Bytes on the heap for each, after a garbage collection.</param>
/// <param name="Resident">Bytes by which the process's resident memory grew for each, before any collection was forced.</param>
/// <param name="Elapsed">From starting the first until all wait, and from the event until the last has ended.</param>
internal sealed record WaitingCoroutines(double Live, double Resident, TimeSpan Elapsed)
{
    /// <summary>The argument, before the number of coroutines, that makes this program measure nothing else.</summary>
    public const string Verb = "waiting";

    public static WaitingCoroutines Measure(int coroutines)
    {
        using var process = ThisProgram.Start(Verb, coroutines.ToString(CultureInfo.InvariantCulture));
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return JsonSerializer.Deserialize<WaitingCoroutines>(output)!;
    }

    /// <summary>What the other process does.</summary>
    public static int Run(string coroutines)
    {
        Console.WriteLine(JsonSerializer.Serialize(Run(int.Parse(coroutines, CultureInfo.InvariantCulture))));
        return 0;
    }

    private static WaitingCoroutines Run(int coroutines) => EventLoop.Run(async () =>
    {
        var gate = new TaskCompletionSource();
        var heap = GC.GetTotalMemory(forceFullCollection: true);
        var resident = Environment.WorkingSet;

        var start = Stopwatch.GetTimestamp();
        var tasks = new Task[coroutines];
        for (var i = 0; i < coroutines; i++) tasks[i] = EventLoop.Running.CreateTask(() => Wait(gate.Task));
        await Task.Yield();
        var elapsed = Stopwatch.GetElapsedTime(start);

        resident = Environment.WorkingSet - resident;
        heap = GC.GetTotalMemory(forceFullCollection: true) - heap;

        start = Stopwatch.GetTimestamp();
        gate.SetResult();
        await Task.WhenAll(tasks);
        elapsed += Stopwatch.GetElapsedTime(start);
        return new WaitingCoroutines((double)heap / coroutines, (double)resident / coroutines, elapsed);
    });

    private static async Task Wait(Task gate) => await gate;
}
