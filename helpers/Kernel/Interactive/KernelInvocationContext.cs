using System.Diagnostics.CodeAnalysis;
using CSharpKernel.Language;
using Microsoft.DotNet.Interactive.Commands;
using Microsoft.DotNet.Interactive.Formatting;

namespace Microsoft.DotNet.Interactive;

/// <summary>The run of the cell that the calling code belongs to.</summary>
public sealed class KernelInvocationContext
{
    private readonly CellExecution _execution;

    private KernelInvocationContext(CellExecution execution) => _execution = execution;

    /// <summary>The run of the calling code's cell; null where it is none's.</summary>
    public static KernelInvocationContext? Current =>
        CellContext.Current is { } execution ? new KernelInvocationContext(execution) : null;

    /// <summary>The kernel that runs the cell.</summary>
    [SuppressMessage("Performance", "CA1822", Justification = "As .NET Interactive has it.")]
    public Kernel HandlingKernel => Kernel.Current;

    /// <summary>Cancelled when the cell is interrupted.</summary>
    public CancellationToken CancellationToken => _execution.Cancellation;

    /// <summary>The cell.</summary>
    public SubmitCode Command => new(_execution.Code);

    /// <summary>Shows a value below the cell.</summary>
    /// <param name="value">The value.</param>
    /// <param name="mimeTypes">The forms to show it in; the type's preferred ones if there are none.</param>
    public DisplayedValue Display(object? value, params string[] mimeTypes) =>
        new(_execution.Output, MimeBundle.Of(value, mimeTypes), mimeTypes);

    /// <summary>Shows text which has the given form already.</summary>
    /// <param name="value">The text.</param>
    /// <param name="mimeType">Its form.</param>
    public DisplayedValue DisplayAs(string value, string mimeType) =>
        new(_execution.Output, new MimeBundle { [mimeType] = value }, [mimeType]);
}
