namespace CSharpKernel.Language;

/// <summary>The texts that a cell was compiled from: its own, and those of the files that it loads.</summary>
/// <param name="name">The name by which the compiler knows the cell's own.</param>
/// <param name="text">The cell's own, with what was inserted before it was compiled.</param>
/// <param name="loaded">The others, by path.</param>
internal sealed class CellSources(string name, EditedText text, IReadOnlyDictionary<string, EditedText> loaded)
{
    public CellSources(string name, EditedText text)
        : this(name, text, new Dictionary<string, EditedText>())
    {
    }

    /// <summary>The name by which the compiler knows the cell's own text.</summary>
    public string Name => name;

    /// <summary>The text of a name; null if there is none, as where <c>#line</c> has made the name up.</summary>
    public EditedText? Find(string? path) => path == name ? text : path is null ? null : loaded.GetValueOrDefault(path);
}
