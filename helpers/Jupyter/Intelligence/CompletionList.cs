namespace Jupyter.Intelligence;

/// <summary>What can be written at a place in code.</summary>
/// <param name="Start">Where the text that an item replaces begins, in UTF-16 code units from the beginning.</param>
/// <param name="End">Where it ends.</param>
/// <param name="Items">What can be written there, the likeliest first.</param>
public sealed record CompletionList(int Start, int End, IReadOnlyList<CompletionItem> Items);

/// <summary>One of the things that can be written at a place.</summary>
/// <param name="Text">What is written.</param>
/// <param name="Kind">
/// What it is: <c>function</c>, <c>instance</c> (a variable), <c>property</c>, <c>class</c>, <c>struct</c>, <c>interface</c>,
/// <c>enum</c>, <c>delegate</c>, <c>constant</c>, <c>event</c>, <c>param</c>, <c>type</c> (a type parameter), <c>module</c> (a
/// namespace), <c>keyword</c>, <c>path</c>, <c>magic</c>; another word of another kernel's, or empty where it does not say.
/// </param>
/// <param name="Signature">The parameters of each overload, a line each, or the type; empty where there is neither.</param>
public sealed record CompletionItem(string Text, string Kind, string Signature);
