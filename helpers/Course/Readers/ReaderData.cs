using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Jupyter.Documents;

namespace Course.Readers;

/// <summary>What is kept of a reader for one notebook. Immutable.</summary>
internal sealed record ReaderData
{
    /// <summary>The version of the form that this program writes, and the only one that it reads.</summary>
    public const int CurrentVersion = 1;

    public int Version { get; init; } = CurrentVersion;

    /// <summary>The notebook's file, for people who look into the folder.</summary>
    public string Notebook { get; init; } = "";

    /// <summary>The cells that the reader has changed or added, by id.</summary>
    public ImmutableSortedDictionary<string, KeptCell> Cells { get; init; } = ImmutableSortedDictionary<string, KeptCell>.Empty;

    /// <summary>The ids of the lesson's cells that the reader has deleted.</summary>
    public ImmutableSortedSet<string> Deleted { get; init; } = [];

    /// <summary>The ids of all cells in the reader's order; empty where it is the lesson's.</summary>
    public ImmutableList<string> Order { get; init; } = [];

    /// <summary>The ids of the cells that the reader has run to their end.</summary>
    public ImmutableSortedSet<string> Ran { get; init; } = [];

    /// <summary>The ids of the headings that the reader has come to.</summary>
    public ImmutableSortedSet<string> Visited { get; init; } = [];

    /// <summary>The anchor where the reader was last; <see langword="null"/> before the first visit.</summary>
    public string? Place { get; init; }

    /// <summary>When the reader was there.</summary>
    public DateTimeOffset? PlacedAt { get; init; }

    /// <summary>Whether there is anything of the reader's making, so that it makes sense to reset the lesson.</summary>
    [JsonIgnore]
    public bool HasChanges => Cells.Count > 0 || Deleted.Count > 0 || Order.Count > 0;

    /// <summary>Whether no list has a hole, which JSON allows and this program never writes.</summary>
    [JsonIgnore]
    public bool IsWhole => !Cells.ContainsValue(null!) && !Deleted.Concat(Order).Concat(Ran).Concat(Visited).Contains(null!);

    /// <summary>
    /// Brings two developments of the same data together: what was changed in one of them is so in the result; where both
    /// have changed the same thing, it is as in the first.
    /// </summary>
    /// <param name="origin">What both began with.</param>
    /// <param name="other">The other development.</param>
    public ReaderData Merge(ReaderData origin, ReaderData other) => this with
    {
        Cells = Merge(Cells, origin.Cells, other.Cells),
        Deleted = Merge(Deleted, origin.Deleted, other.Deleted),
        Order = Order.SequenceEqual(origin.Order) ? other.Order : Order,
        Ran = Merge(Ran, origin.Ran, other.Ran),
        Visited = Merge(Visited, origin.Visited, other.Visited),
        Place = (PlacedAt ?? DateTimeOffset.MinValue) < other.PlacedAt ? other.Place : Place,
        PlacedAt = (PlacedAt ?? DateTimeOffset.MinValue) < other.PlacedAt ? other.PlacedAt : PlacedAt,
    };

    private static ImmutableSortedDictionary<string, KeptCell> Merge(
        ImmutableSortedDictionary<string, KeptCell> mine,
        ImmutableSortedDictionary<string, KeptCell> origin,
        ImmutableSortedDictionary<string, KeptCell> other)
    {
        var merged = other;
        foreach (var id in mine.Keys.Union(origin.Keys))
        {
            if (Equals(mine.GetValueOrDefault(id), origin.GetValueOrDefault(id))) continue;
            merged = mine.TryGetValue(id, out var cell) ? merged.SetItem(id, cell) : merged.Remove(id);
        }

        return merged;
    }

    private static ImmutableSortedSet<string> Merge(
        ImmutableSortedSet<string> mine, ImmutableSortedSet<string> origin, ImmutableSortedSet<string> other) =>
        other.Union(mine.Except(origin)).Except(origin.Except(mine));
}

/// <summary>A cell that a reader has changed or added.</summary>
/// <param name="Kind">What it holds.</param>
/// <param name="Source">The reader's text.</param>
/// <param name="Original">The lesson's text that the reader has changed; <see langword="null"/> for a cell that was added.</param>
internal sealed record KeptCell(
    [property: JsonConverter(typeof(JsonStringEnumConverter<CellKind>))] CellKind Kind, string Source, string? Original);
