using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace CSharpKernel;

/// <summary>
/// The signals by which a front end interrupts a kernel: SIGINT, which Ctrl+C in a terminal sends too, and on Windows the
/// event whose handle Jupyter puts into <c>JPY_INTERRUPT_EVENT</c>.
/// </summary>
internal sealed class InterruptSignals : IDisposable
{
    private const int SigInt = 2;
    private const nint Default = 0;
    private const nint Ignore = 1;

    private readonly PosixSignalRegistration _signal;

    public InterruptSignals(Action interrupt)
    {
        if (!OperatingSystem.IsWindows()) StopIgnoring();
        _signal = PosixSignalRegistration.Create(PosixSignal.SIGINT, context =>
        {
            context.Cancel = true;
            interrupt();
        });
        if (OperatingSystem.IsWindows()) WatchEvent(interrupt);
    }

    public void Dispose() => _signal.Dispose();

    /// <summary>
    /// A shell has what it runs in the background ignore SIGINT, and so do all processes started from there: .NET would
    /// leave it at that, and no interrupt would get through.
    /// </summary>
    private static void StopIgnoring()
    {
        // On every system the handler is the first member of the structure; no structure is larger.
        var action = new byte[256];
        if (GetAction(SigInt, 0, action) == 0 && MemoryMarshal.Read<nint>(action) == Ignore) _ = SetHandler(SigInt, Default);
    }

    [DllImport("libc", EntryPoint = "sigaction")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int GetAction(int signal, nint none, byte[] action);

    [DllImport("libc", EntryPoint = "signal")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint SetHandler(int signal, nint handler);

    private static void WatchEvent(Action interrupt)
    {
        var text = Environment.GetEnvironmentVariable("JPY_INTERRUPT_EVENT");
        if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var handle) || handle == 0) return;
        new Thread(() =>
        {
            using var signal = new EventWaitHandle(initialState: false, EventResetMode.AutoReset)
            {
                SafeWaitHandle = new SafeWaitHandle((nint)handle, ownsHandle: false),
            };
            while (signal.WaitOne()) interrupt();
        })
        { IsBackground = true, Name = "interrupt" }.Start();
    }
}
