using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Jupyter.Kernels;

/// <summary>
/// Interrupts a kernel that is not interrupted by message: SIGINT, and on Windows, which has none, the event whose handle
/// the kernel finds in <c>JPY_INTERRUPT_EVENT</c>. Also tells the kernel its parent, so that it ends with it.
/// </summary>
internal sealed class InterruptSignal : IDisposable
{
    private const int Interrupt = 2;
    private const uint DuplicateSameAccess = 2;

    private readonly nint _event;
    private readonly nint _parent;

    public InterruptSignal(ProcessStartInfo kernel)
    {
        if (!OperatingSystem.IsWindows())
        {
            kernel.Environment["JPY_PARENT_PID"] = $"{Environment.ProcessId}";
            return;
        }

        // Jupyter hands handles to kernels on Windows: the child inherits them under the same numbers.
        var inheritable = new SecurityAttributes { Length = Marshal.SizeOf<SecurityAttributes>(), InheritHandle = 1 };
        _event = CreateEvent(ref inheritable, manualReset: false, initialState: false, name: null);
        var self = GetCurrentProcess();
        if (_event == 0 || !DuplicateHandle(self, self, self, out _parent, 0, inheritHandle: true, DuplicateSameAccess))
            throw new Win32Exception();
        kernel.Environment["JPY_INTERRUPT_EVENT"] = $"{_event}";
        kernel.Environment["IPY_INTERRUPT_EVENT"] = $"{_event}";
        kernel.Environment["JPY_PARENT_PID"] = $"{_parent}";
    }

    public void Send(Process kernel)
    {
        if (!OperatingSystem.IsWindows()) _ = Kill(kernel.Id, Interrupt);
        else if (!SetEvent(_event)) throw new Win32Exception();
    }

    public void Dispose()
    {
        if (_event != 0) CloseHandle(_event);
        if (_parent != 0) CloseHandle(_parent);
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int process, int signal);

    [DllImport("kernel32", EntryPoint = "CreateEventW", SetLastError = true, CharSet = CharSet.Unicode)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern nint CreateEvent(ref SecurityAttributes attributes, bool manualReset, bool initialState, string? name);

    [DllImport("kernel32", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern bool SetEvent(nint handle);

    [DllImport("kernel32")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern bool CloseHandle(nint handle);

    [DllImport("kernel32")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern nint GetCurrentProcess();

    [DllImport("kernel32", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern bool DuplicateHandle(
        nint sourceProcess, nint source, nint targetProcess, out nint target, uint access, bool inheritHandle, uint options);

    [StructLayout(LayoutKind.Sequential)]
    private struct SecurityAttributes
    {
        public int Length;
        public nint SecurityDescriptor;
        public int InheritHandle;
    }
}
