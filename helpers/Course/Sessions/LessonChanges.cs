using System.Collections.Immutable;
using Course.Readers;

namespace Course.Sessions;

/// <summary>What a reader has changed in a lesson, as it is kept. Immutable.</summary>
internal sealed record LessonChanges
{
    private ImmutableSortedDictionary<string, KeptCell> Cells { get; init; } = ImmutableSortedDictionary<string, KeptCell>.Empty;

    private ImmutableSortedSet<string> Deleted { get; init; } = [];

    private ImmutableList<string> Order { get; init; } = [];

    /// <summary>Whether anything is changed.</summary>
    public bool Any => Cells.Count > 0 || Deleted.Count > 0 || Order.Count > 0;

    /// <summary>The changes of a lesson.</summary>
    /// <param name="cells">The cells that it has.</param>
    /// <param name="deleted">The cells that it had.</param>
    public static LessonChanges Of(IReadOnlyList<SessionCell> cells, IEnumerable<SessionCell> deleted)
    {
        SessionCell[] gone = [.. deleted.Where(cell => !cell.IsAdded)];
        var inOrder = cells.Zip(cells.Skip(1)).All(pair => pair.First.Index < pair.Second.Index) && !cells.Any(cell => cell.IsAdded);
        return new LessonChanges
        {
            Cells = cells.Concat(gone).Where(cell => cell.IsAdded || cell.IsEdited)
                .ToImmutableSortedDictionary(cell => cell.Id, cell => new KeptCell(cell.Kind, cell.Source, cell.EditedFrom)),
            Deleted = [.. gone.Select(cell => cell.Id)],
            Order = inOrder ? [] : [.. cells.Select(cell => cell.Id)],
        };
    }

    /// <summary>Puts the changes in the place of those that were kept.</summary>
    public ReaderData PutInto(ReaderData data) => data with { Cells = Cells, Deleted = Deleted, Order = Order };

    /// <summary>Changes a lesson as it was kept. The lesson may be another one now: what has no place in it comes to its end.</summary>
    public static Restored Apply(ReaderData data, IReadOnlyList<SessionCell> lesson, SessionOptions options)
    {
        var cells = lesson.ToDictionary(cell => cell.Id);
        var homeless = new List<SessionCell>();
        foreach (var (id, kept) in data.Cells)
        {
            if (cells.TryGetValue(id, out var cell) && !cell.IsAdded && kept.Original is not null)
            {
                cell.SetSource(kept.Source, kept.Original);
                continue;
            }

            var added = new SessionCell(kept.Kind, cells.ContainsKey(id) ? LessonSession.NewId() : id, options);
            added.SetSource(kept.Source, null);
            if (kept.Original is null) cells.Add(added.Id, added);
            else homeless.Add(added);
        }

        // Each cell of the lesson that the reader's order does not know stands behind the one that it follows in the lesson.
        var order = data.Order.Distinct().Where(cells.ContainsKey).Select(id => cells[id]).ToList();
        for (var i = 0; i < lesson.Count; i++)
            if (!order.Contains(lesson[i])) order.Insert(i == 0 ? 0 : order.IndexOf(lesson[i - 1]) + 1, lesson[i]);
        order.AddRange(cells.Values.Except(order));
        order.AddRange(homeless);

        var deleted = order.Index().Where(place => data.Deleted.Contains(place.Item.Id)).Reverse().ToArray();
        return new Restored(
            [.. order.Where(cell => !data.Deleted.Contains(cell.Id))],
            [.. deleted.Select(place => (place.Item, place.Index))],
            homeless.Count);
    }

    /// <summary>A lesson as its reader has it.</summary>
    /// <param name="Cells">The cells, in order.</param>
    /// <param name="Deleted">The cells that were deleted, and where; the one to be had back first last.</param>
    /// <param name="Homeless">How many cells were changed that are not in the lesson any more.</param>
    internal sealed record Restored(IReadOnlyList<SessionCell> Cells, IReadOnlyList<(SessionCell Cell, int Index)> Deleted, int Homeless);
}
