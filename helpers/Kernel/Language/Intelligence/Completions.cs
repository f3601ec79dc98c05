namespace CSharpKernel.Language.Intelligence;

/// <summary>What can be written at a place in a cell.</summary>
/// <param name="Start">Where the text that a choice replaces begins, in UTF-16 code units.</param>
/// <param name="End">Where it ends.</param>
/// <param name="Choices">The choices, the likeliest first.</param>
internal sealed record Completions(int Start, int End, IReadOnlyList<Choice> Choices)
{
    /// <summary>Nothing is known that could be written there.</summary>
    public static Completions None(int position) => new(position, position, []);
}

/// <summary>One of the things that can be written.</summary>
/// <param name="Text">What is written.</param>
/// <param name="Kind">What it is, in the words that front ends know from IPython where that has one.</param>
/// <param name="Signature">The parameters of each overload, or the type; empty where there is neither.</param>
internal sealed record Choice(string Text, string Kind, string Signature = "");
