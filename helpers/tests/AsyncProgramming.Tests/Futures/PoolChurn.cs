using System.Diagnostics;
using AsyncProgramming.Futures;

namespace AsyncProgramming.Tests.Futures;

/// <summary>
/// Opens and closes pools, and counts what they leave behind. Meant for a worker process, which has no handles but its own:
/// in the tests' process others open and close theirs meanwhile.
/// </summary>
public static class PoolChurn
{
    // What the first pools leave stays for the later ones: the runtime's own threads and queues.
    private const int WarmUpPools = 20;
    private const int AtATime = 8;

    /// <summary>Opens and closes pools.</summary>
    /// <param name="temporaryDirectory">Where they put their files meanwhile; empty.</param>
    /// <param name="pools">How many.</param>
    /// <param name="startEvery">Each how-many-th also starts a worker and runs a call.</param>
    public static Leftovers Run(string temporaryDirectory, int pools, int startEvery)
    {
        foreach (var name in new[] { "TMPDIR", "TMP", "TEMP" }) Environment.SetEnvironmentVariable(name, temporaryDirectory);
        OpenAndClose(WarmUpPools, startEvery: 1);
        var before = Handles();
        var ids = OpenAndClose(pools, startEvery);
        return new Leftovers(
            ids.Length, Handles() - before, [.. ids.Where(IsAlive)], Directory.GetFileSystemEntries(temporaryDirectory));
    }

    private static int[] OpenAndClose(int pools, int startEvery)
    {
        var ids = new int[pools];
        Parallel.ForAsync(0, pools, new ParallelOptions { MaxDegreeOfParallelism = AtATime }, async (i, stopped) =>
        {
            await using var pool = new ProcessPoolExecutor(1);
            if (i % startEvery == 0) ids[i] = await pool.Submit(RemoteWork.ProcessId, stopped);
        }).Wait();
        return [.. ids.Where(id => id != 0)];
    }

    private static int Handles()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        if (!OperatingSystem.IsWindows()) return Directory.GetFileSystemEntries("/dev/fd").Length;
        using var process = Process.GetCurrentProcess();
        return process.HandleCount;
    }

    private static bool IsAlive(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}

/// <summary>What closed pools have left behind.</summary>
/// <param name="Workers">How many workers ran.</param>
/// <param name="Handles">How many handles more are open than before.</param>
/// <param name="Processes">The workers that are still there.</param>
/// <param name="Files">The temporary files and directories.</param>
public sealed record Leftovers(int Workers, int Handles, int[] Processes, string[] Files);
