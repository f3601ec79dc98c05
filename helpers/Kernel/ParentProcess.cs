using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace CSharpKernel;

/// <summary>
/// The process that started the kernel, as far as Jupyter tells: in <c>JPY_PARENT_PID</c>, on Windows as a handle that the
/// kernel inherits, elsewhere as an id.
/// </summary>
internal static partial class ParentProcess
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    /// <summary>Calls back when the parent has ended; never if it is not known.</summary>
    public static void WhenEnded(Action ended)
    {
        var text = Environment.GetEnvironmentVariable("JPY_PARENT_PID");
        if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var parent) || parent <= 1) return;
        Action wait = OperatingSystem.IsWindows() ? () => WaitForHandle((nint)parent) : () => WaitForProcess((int)parent);
        new Thread(() =>
        {
            wait();
            ended();
        })
        { IsBackground = true, Name = "parent" }.Start();
    }

    private static void WaitForHandle(nint handle)
    {
        using var parent = new EventWaitHandle(initialState: false, EventResetMode.ManualReset)
        {
            SafeWaitHandle = new SafeWaitHandle(handle, ownsHandle: false),
        };
        parent.WaitOne();
    }

    private static void WaitForProcess(int id)
    {
        // Who is the parent's own child is handed on when the parent ends, even if nobody takes note of that end.
        if (GetParentId() == id)
        {
            do Thread.Sleep(Interval);
            while (GetParentId() == id);
            return;
        }

        DateTime started;
        try
        {
            using var parent = Process.GetProcessById(id);
            started = parent.StartTime;
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or Win32Exception)
        {
            return;
        }

        // Looked at anew each time: another process may have been given the id meanwhile.
        do Thread.Sleep(Interval);
        while (IsRunning(id, started));
    }

    [LibraryImport("libc", EntryPoint = "getppid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int GetParentId();

    private static bool IsRunning(int id, DateTime started)
    {
        try
        {
            using var parent = Process.GetProcessById(id);
            return (parent.StartTime - started).Duration() < TimeSpan.FromSeconds(1);
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or Win32Exception)
        {
            return false;
        }
    }
}
