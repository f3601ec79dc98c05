using System.Diagnostics.CodeAnalysis;
using CSharpKernel.Language;
using Microsoft.DotNet.Interactive.Commands;

namespace Microsoft.DotNet.Interactive;

[SuppressMessage("Performance", "CA1822", Justification = "What .NET Interactive asks of a kernel, it asks of an object.")]
public sealed partial class Kernel
{
    private static readonly Kernel Only = new();

    private Kernel()
    {
    }

    /// <summary>The kernel that runs the cell. .NET Interactive had one for each language and one for all; here it is the same.</summary>
    public static Kernel Current => Only;

    /// <inheritdoc cref="Current"/>
    public static Kernel Root => Only;

    /// <summary>Its name.</summary>
    public string Name => "csharp";

    /// <inheritdoc cref="Current"/>
    public Kernel RootKernel => Only;

    /// <summary>The kernel for a language, by its name.</summary>
    /// <exception cref="NotSupportedException">It is not C#.</exception>
    public Kernel FindKernelByName(string name) =>
        name == Name || name == ".NET" ? this : throw new NotSupportedException(ForeignLanguages.Explain(name));

    /// <summary>Runs code as a part of the cell that calls, and shows its value. One at a time.</summary>
    /// <param name="command">The code.</param>
    /// <exception cref="InvalidOperationException">No cell calls.</exception>
    public Task SendAsync(SubmitCode command)
    {
        ArgumentNullException.ThrowIfNull(command);
        if (CellContext.Current is not { RunCode: { } run } cell) throw new InvalidOperationException("Only a cell can run code.");
        var isCSharp = command.TargetKernelName is null || command.TargetKernelName == Name;
        return run(isCSharp ? command.Code : $"#!{command.TargetKernelName}\n{command.Code}", cell);
    }

    /// <inheritdoc cref="SendAsync"/>
    /// <param name="code">The code.</param>
    public Task SubmitCodeAsync(string code) => SendAsync(new SubmitCode(code));
}
