namespace AsyncProgramming.Charts;

/// <summary>What lies where in a stretch of memory, such as an object: rows of a word each, from top to bottom.</summary>
/// <param name="Title">What the chart shows.</param>
/// <param name="Size">How many bytes it is long.</param>
/// <param name="Cells">What is in it, in any order; what no cell covers is shown as padding.</param>
public sealed record MemoryMap(string Title, int Size, IReadOnlyList<MemoryCell> Cells) : Chart(Title)
{
    /// <summary>The length of a row, in bytes.</summary>
    public const int RowLength = 8;

    /// <inheritdoc/>
    public override string Describe() => ChartDescription.Of(this);
}

/// <summary>Some bytes of a <see cref="MemoryMap"/> that belong together.</summary>
/// <param name="Offset">The bytes before it; not negative.</param>
/// <param name="Size">How many bytes; at least 1.</param>
/// <param name="Name">What it is.</param>
/// <param name="Owner">Whose it is: cells of one owner have one colour.</param>
public sealed record MemoryCell(int Offset, int Size, string Name, string Owner);
