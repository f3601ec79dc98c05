using System.Runtime.InteropServices;

namespace AsyncProgramming.Charts;

/// <summary>
/// The processor time that the calling thread has used since it began. Only while a thread's instructions are being executed
/// does this clock run: that is what tells waiting from polling, which the elapsed time does not.
/// </summary>
internal static class ThreadCpuClock
{
    private static readonly Func<TimeSpan?> Read =
        OperatingSystem.IsWindows() ? ReadWindows
        : OperatingSystem.IsLinux() || OperatingSystem.IsAndroid() ? () => ReadUnix(3)
        : OperatingSystem.IsMacOS() ? () => ReadUnix(16)
        : () => null;

    /// <summary>
    /// The calling thread's processor time; <see langword="null"/> where the operating system does not tell. Exact to a
    /// microsecond on Linux and macOS; on Windows it advances with the system's clock tick, about every 16 ms.
    /// </summary>
    public static TimeSpan? Now => Read();

    // The number of CLOCK_THREAD_CPUTIME_ID differs between the systems.
    private static TimeSpan? ReadUnix(int clock)
    {
        if (GetTime(clock, out var time) != 0) return null;
        var ticks = time.Seconds * TimeSpan.TicksPerSecond;
        return new TimeSpan(ticks + (time.Nanoseconds / TimeSpan.NanosecondsPerTick));
    }

    private static TimeSpan? ReadWindows() =>
        GetThreadTimes(GetCurrentThread(), out _, out _, out var kernel, out var user)
            ? TimeSpan.FromTicks(kernel + user)
            : null;

    [DllImport("libc", EntryPoint = "clock_gettime")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int GetTime(int clock, out UnixTime time);

    // A pseudo handle, which need not be closed.
    [DllImport("kernel32")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern nint GetCurrentThread();

    [DllImport("kernel32")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool GetThreadTimes(nint thread, out long creation, out long exit, out long kernel, out long user);

    // struct timespec: both fields have the size of a pointer on every Unix that .NET runs on.
    [StructLayout(LayoutKind.Sequential)]
    private readonly struct UnixTime
    {
        public readonly nint Seconds;
        public readonly nint Nanoseconds;
    }
}
