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
    private readonly PosixSignalRegistration _signal;

    public InterruptSignals(Action interrupt)
    {
        _signal = PosixSignalRegistration.Create(PosixSignal.SIGINT, context =>
        {
            context.Cancel = true;
            interrupt();
        });
        if (OperatingSystem.IsWindows()) WatchEvent(interrupt);
    }

    public void Dispose() => _signal.Dispose();

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
