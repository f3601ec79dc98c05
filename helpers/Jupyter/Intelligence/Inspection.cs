namespace Jupyter.Intelligence;

/// <summary>What a name in code means.</summary>
/// <param name="Text">The declaration and what was written about it, as plain text.</param>
/// <param name="Markdown">The same as Markdown; <see langword="null"/> where the kernel gives plain text alone.</param>
public sealed record Inspection(string Text, string? Markdown);
