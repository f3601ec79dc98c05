using System.Diagnostics;
using System.Text.Json.Nodes;

namespace CSharpKernel.Protocol;

/// <summary>Tells how much of the machine the kernel uses, as IPython's kernel does, so that front ends can show it.</summary>
internal sealed class UsageHandler : IRequestHandler
{
    private TimeSpan _lastTime;
    private long _last;

    public string Type => "usage_request";

    public JsonObject Handle(Request request)
    {
        using var process = Process.GetCurrentProcess();
        var machine = GC.GetGCMemoryInfo(GCKind.Any);
        var (total, used) = (machine.TotalAvailableMemoryBytes, machine.MemoryLoadBytes);
        return new JsonObject
        {
            ["status"] = "ok",
            ["hostname"] = Environment.MachineName,
            ["pid"] = Environment.ProcessId,
            ["kernel_cpu"] = MeasureProcessor(process.TotalProcessorTime),
            ["kernel_memory"] = process.WorkingSet64,
            ["cpu_count"] = Environment.ProcessorCount,
            ["host_virtual_memory"] = new JsonObject
            {
                ["total"] = total,
                ["used"] = used,
                ["available"] = total - used,
                ["percent"] = total == 0 ? 0 : Math.Round(100.0 * used / total, 1),
            },
        };
    }

    /// <summary>The processor's time that was used since the last request, in percent of one processor; at first 0.</summary>
    private double MeasureProcessor(TimeSpan time)
    {
        var (now, before) = (Stopwatch.GetTimestamp(), _last);
        var (used, elapsed) = (time - _lastTime, Stopwatch.GetElapsedTime(before, now));
        (_last, _lastTime) = (now, time);
        return before == 0 || elapsed <= TimeSpan.Zero ? 0 : Math.Round(100 * (used / elapsed), 1);
    }
}
