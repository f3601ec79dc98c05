namespace Microsoft.DotNet.Interactive.Formatting;

/// <summary>A formula in LaTeX, which front ends set.</summary>
/// <param name="latexCode">The formula, with what marks it as one: <c>$…$</c> or an environment.</param>
public sealed class LaTeXString(string latexCode)
{
    /// <summary>Takes text for a formula.</summary>
    public static implicit operator LaTeXString(string source) => new(source);

    /// <inheritdoc/>
    public override string ToString() => latexCode;
}
