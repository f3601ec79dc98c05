using System.Runtime.CompilerServices;

namespace KernelProcesses;

/// <summary>Kernels that tests start keep no history: that file is the user's.</summary>
internal static class NoHistory
{
    [ModuleInitializer]
    internal static void Begin() => Environment.SetEnvironmentVariable("CSHARP_KERNEL_HISTORY", "none");
}
