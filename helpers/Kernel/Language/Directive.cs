namespace CSharpKernel.Language;

/// <summary>A line that begins with <c>#!</c>, and what it makes the kernel do.</summary>
/// <param name="Name">What it is called, with <c>#!</c>.</param>
/// <param name="Argument">What may follow the name, as the list of directives says it; empty if nothing.</param>
/// <param name="Meaning">What it does, for the list of directives.</param>
/// <param name="Run">Does it.</param>
internal sealed record Directive(string Name, string Argument, string Meaning, Func<Directives, DirectiveCall, Task> Run)
{
    /// <summary>Other names of the same.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>Whether what follows, up to the next directive, belongs to it and is not C#.</summary>
    public bool TakesText { get; init; }

    /// <summary>Whether this is the directive of a name.</summary>
    public bool Is(string name) => Name == name || Aliases.Contains(name);
}

/// <summary>A directive as a cell has it.</summary>
/// <param name="Name">The name that the cell uses.</param>
/// <param name="Argument">The rest of the line.</param>
/// <param name="Text">The text that belongs to it.</param>
/// <param name="Execution">The cell.</param>
internal sealed record DirectiveCall(string Name, string Argument, string Text, CellExecution Execution)
{
    /// <summary>What is to be shown: the text, or where there is none what stands in the directive's own line.</summary>
    public string Content => string.IsNullOrWhiteSpace(Text) ? Argument : Text;
}
