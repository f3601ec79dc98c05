using System.Diagnostics;

namespace AsyncProgramming.Charts;

/// <summary>
/// A result together with when, where and at what cost it was computed. Serialisable, so that a worker process can send it
/// to the process that draws the timeline (see <see cref="TimelineRecorder.Add{T}(string, Measured{T}, string?)"/>).
/// </summary>
/// <typeparam name="T">The type of the result.</typeparam>
/// <param name="Value">The result.</param>
/// <param name="StartTimestamp">The <see cref="Stopwatch"/> timestamp when the work began.</param>
/// <param name="EndTimestamp">The <see cref="Stopwatch"/> timestamp when it ended.</param>
/// <param name="ProcessId">The process that did it.</param>
/// <param name="ThreadId">The managed id of the thread that did it.</param>
/// <param name="CpuTime">The processor time that this thread used for it; <see langword="null"/> where unknown.</param>
public sealed record Measured<T>(
    T Value, long StartTimestamp, long EndTimestamp, int ProcessId, int ThreadId, TimeSpan? CpuTime)
{
    /// <summary>How long the work took.</summary>
    public TimeSpan Elapsed => Stopwatch.GetElapsedTime(StartTimestamp, EndTimestamp);
}

/// <summary>Makes <see cref="Measured{T}"/> values.</summary>
public static class Measured
{
    /// <summary>Runs <paramref name="work"/> on the calling thread and measures it.</summary>
    /// <typeparam name="T">The type of its result.</typeparam>
    /// <param name="work">The work; synchronous, so that it stays on one thread.</param>
    /// <returns>The result and what it cost.</returns>
    public static Measured<T> Run<T>(Func<T> work)
    {
        ArgumentNullException.ThrowIfNull(work);
        var cpu = ThreadCpuClock.Now;
        var start = Stopwatch.GetTimestamp();
        var value = work();
        var end = Stopwatch.GetTimestamp();
        cpu = ThreadCpuClock.Now - cpu;
        return new Measured<T>(value, start, end, Environment.ProcessId, Environment.CurrentManagedThreadId, cpu);
    }
}
