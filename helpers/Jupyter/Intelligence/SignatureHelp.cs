namespace Jupyter.Intelligence;

/// <summary>What can be called where the arguments of a call are being written.</summary>
/// <param name="Signatures">All overloads; at least one.</param>
/// <param name="ActiveSignature">Which of them fits what has been written, counted from 0.</param>
/// <param name="ActiveParameter">
/// Which of its parameters is being written, counted from 0; <see langword="null"/> where it has none that could be.
/// </param>
public sealed record SignatureHelp(IReadOnlyList<Signature> Signatures, int ActiveSignature, int? ActiveParameter);

/// <summary>One overload.</summary>
/// <param name="Label">Its declaration.</param>
/// <param name="Documentation">What was written about it, as Markdown; empty where nothing was.</param>
/// <param name="Parameters">Its parameters, in order.</param>
public sealed record Signature(string Label, string Documentation, IReadOnlyList<SignatureParameter> Parameters);

/// <summary>A parameter of an overload.</summary>
/// <param name="Label">Its declaration: a part of its overload's <see cref="Signature.Label"/>.</param>
/// <param name="Documentation">What was written about it, as Markdown; empty where nothing was.</param>
public sealed record SignatureParameter(string Label, string Documentation);
