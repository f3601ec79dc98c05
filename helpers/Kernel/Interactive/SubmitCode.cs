namespace Microsoft.DotNet.Interactive.Commands;

/// <summary>Code that a cell wants to have run. See <see cref="Kernel.SendAsync"/>.</summary>
/// <param name="code">The code.</param>
/// <param name="targetKernelName">The language: <c>csharp</c>, or one whose text is shown, such as <c>html</c> or <c>markdown</c>.</param>
public sealed class SubmitCode(string code, string? targetKernelName = null)
{
    /// <summary>The code.</summary>
    public string Code => code;

    /// <summary>The language; null for C#.</summary>
    public string? TargetKernelName => targetKernelName;
}
