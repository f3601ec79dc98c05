using Jupyter.Kernels;

namespace Course.Kernels;

/// <summary>The course's own kernel: how it is called and started.</summary>
internal static class CourseKernel
{
    /// <summary>The program's file in the folder that it is built to.</summary>
    public const string FileName = "Kernel.dll";

    /// <summary>The name that C# notebooks ask for; .NET Interactive gave it to them.</summary>
    public const string DefaultName = ".net-csharp";

    /// <summary>What marks an installed kernel as this one, and not another product's of the same name.</summary>
    public const string Product = "csharp-kernel";

    /// <summary>How it is started.</summary>
    /// <param name="folder">The folder of the program.</param>
    public static KernelSpec Spec(string folder) => new()
    {
        Name = "C#",
        DisplayName = ".NET (C#)",
        Language = "C#",
        InterruptMode = "message",
        Arguments = [DotNetHost.Find(), Path.Combine(folder, FileName), "--connection-file", "{connection_file}"],
        Metadata = new() { ["debugger"] = false },
    };
}
