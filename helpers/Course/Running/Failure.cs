using System.Globalization;

namespace Course.Running;

/// <summary>Something that went wrong in a notebook.</summary>
/// <param name="Cell">The number of the code cell, from 1; <see langword="null"/> where it was the notebook as a whole.</param>
/// <param name="CellId">The cell's id.</param>
/// <param name="Line">The line in the cell, from 1, where it is known.</param>
/// <param name="Error">What went wrong.</param>
internal sealed record Failure(int? Cell, string? CellId, int? Line, string Error)
{
    public override string ToString()
    {
        var place = new List<string>();
        if (Cell is { } cell) place.Add(string.Create(CultureInfo.InvariantCulture, $"cell {cell}") + (CellId is null ? "" : $" ({CellId})"));
        if (Line is { } line) place.Add(string.Create(CultureInfo.InvariantCulture, $"line {line}"));
        return place.Count == 0 ? Error : $"{string.Join(", ", place)}: {Error}";
    }
}
