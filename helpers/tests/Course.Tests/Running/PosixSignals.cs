using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Course.Tests.Running;

/// <summary>Signals between processes, on systems that have them.</summary>
internal static class PosixSignals
{
    public const int Interrupt = 2;
    public const int Terminate = 15;

    /// <summary>SIGSTOP, whose number systems do not agree on.</summary>
    public static readonly int Stop = OperatingSystem.IsLinux() ? 19 : 17;

    private const int Default = 0;

    public static void Send(int process, int signal) => Assert.Equal(0, Kill(process, signal));

    /// <summary>
    /// Lets processes that are started from now on be interrupted. Where a shell runs the tests in the background, it has
    /// SIGINT ignored, and children inherit that.
    /// </summary>
    public static void RestoreInterrupt()
    {
        const string Status = "/proc/self/status";
        if (!File.Exists(Status)) return;
        var ignored = File.ReadLines(Status).First(line => line.StartsWith("SigIgn:", StringComparison.Ordinal));
        var mask = ulong.Parse(ignored.Split('\t')[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        if ((mask & (1UL << (Interrupt - 1))) != 0) _ = SetHandler(Interrupt, Default);
    }

    public static bool IsRunning(int process)
    {
        try
        {
            using var found = Process.GetProcessById(process);
            return !found.HasExited && !IsZombie(process);
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    /// <summary>Whether it has ended and only its new parent, perhaps a container's careless first process, has not looked.</summary>
    private static bool IsZombie(int process)
    {
        try
        {
            return File.ReadLines($"/proc/{process}/status").Any(line => line.StartsWith("State:\tZ", StringComparison.Ordinal));
        }
        catch (IOException)
        {
            return false;
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int process, int signal);

    [DllImport("libc", EntryPoint = "signal")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint SetHandler(int signal, nint handler);
}
