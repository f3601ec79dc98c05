using CSharpKernel.Language;

namespace Microsoft.DotNet.Interactive;

public sealed partial class Kernel
{
    /// <summary>Takes away what the cell has put out so far.</summary>
    /// <param name="wait">
    /// Whether to leave it there until something new comes: so an animation does not flicker.
    /// </param>
    public static void ClearOutput(bool wait = false) => CellContext.Output.ClearOutput(wait);
}
