using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;

namespace AsyncProgramming;

/// <summary>The machine that a lesson runs on: what its measurements depend on.</summary>
public static class Machine
{
    private const double Gibibyte = 1L << 30;

    /// <summary>
    /// Runtime and SDK, operating system, processors, memory and the program that runs the cells, a line each.
    /// </summary>
    /// <remarks>
    /// Cores are logical processors: hyper-threads count, and where a container or a process affinity grants fewer than the
    /// machine has, those granted count. Memory is what this process may use.
    /// </remarks>
    public static string Describe()
    {
        var cores = Environment.ProcessorCount;
        var quota = CpuQuota() is { } granted ? $", processor time for {granted:0.##} of them (container quota)" : "";
        var memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / Gibibyte;
        var host = Assembly.GetEntryAssembly()?.GetName();
        return string.Create(CultureInfo.InvariantCulture, $"""
            .NET {Environment.Version}, SDK {Sdk() ?? "not found"}, {RuntimeInformation.OSDescription} {RuntimeInformation.ProcessArchitecture}
            cores:  {cores}{quota}
            memory: {memory:0.0} GiB
            kernel: {host?.Name} {host?.Version}
            """);
    }

    /// <summary>Reads a processor quota as Linux writes it in <c>cpu.max</c>: a time, or max, in each period.</summary>
    internal static double? ParseCpuMax(string text) =>
        text.Split(' ') is [var time, var period]
        && double.TryParse(time, CultureInfo.InvariantCulture, out var granted)
        && double.TryParse(period, CultureInfo.InvariantCulture, out var each)
        && each > 0
            ? granted / each
            : null;

    // Inside a container its own control group is the root. Other systems round a quota into the number of processors.
    private static double? CpuQuota()
    {
        const string quota = "/sys/fs/cgroup/cpu.max";
        return File.Exists(quota) ? ParseCpuMax(File.ReadAllText(quota).Trim()) : null;
    }

    // <root>/shared/<framework>/<version>/System.Private.CoreLib.dll, beside <root>/sdk/<version>.
    private static string? Sdk()
    {
        var sdks = Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "sdk");
        return Directory.Exists(sdks)
            ? new DirectoryInfo(sdks).EnumerateDirectories()
                .Select(sdk => (sdk.Name, Version: Version.TryParse(sdk.Name.Split('-')[0], out var version) ? version : null))
                .Where(sdk => sdk.Version is not null)
                .MaxBy(sdk => sdk.Version).Name
            : null;
    }
}
