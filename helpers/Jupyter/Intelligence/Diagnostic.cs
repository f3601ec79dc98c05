namespace Jupyter.Intelligence;

/// <summary>What the compiler has to say of a part of code.</summary>
/// <param name="Start">Where that part begins, in UTF-16 code units from the beginning.</param>
/// <param name="End">Where it ends; never before <paramref name="Start"/>.</param>
/// <param name="Severity">How bad it is.</param>
/// <param name="Code">What kind it is, as the compiler names it: <c>CS0103</c>. Empty where it has no name.</param>
/// <param name="Message">What it says, in plain text; perhaps with what may have been meant on a line of its own.</param>
/// <param name="Link">Where this kind is explained; <see langword="null"/> where that is not known.</param>
public sealed record Diagnostic(int Start, int End, DiagnosticSeverity Severity, string Code, string Message, string? Link);

/// <summary>How bad it is what a <see cref="Diagnostic"/> says.</summary>
public enum DiagnosticSeverity
{
    /// <summary>Worth to know.</summary>
    Information,

    /// <summary>The code runs, but perhaps not as it was meant.</summary>
    Warning,

    /// <summary>The code cannot run.</summary>
    Error,
}
