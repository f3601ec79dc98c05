using System.Collections.Immutable;
using Course.Readers;
using Jupyter.Documents;

namespace Course.Tests.Readers;

public sealed class ReaderDataTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void What_two_servers_have_changed_is_brought_together()
    {
        var origin = new ReaderData { Cells = Cells(("a", "old"), ("b", "old"), ("gone", "old")), Ran = Set("a"), Deleted = Set("x") };
        var mine = origin with { Cells = Cells(("a", "mine"), ("b", "old"), ("m", "mine")), Ran = Set("a", "m"), Deleted = Set() };
        var other = origin with { Cells = Cells(("a", "old"), ("b", "other"), ("gone", "old"), ("o", "other")), Ran = Set("a", "o") };
        var merged = mine.Merge(origin, other);
        Assert.Equal(
            [("a", "mine"), ("b", "other"), ("m", "mine"), ("o", "other")],
            merged.Cells.Select(cell => (cell.Key, cell.Value.Source)).Order());
        Assert.Equal(["a", "m", "o"], merged.Ran.Order());
        Assert.Empty(merged.Deleted);
    }

    [Fact]
    public void Of_what_both_have_changed_the_first_is_taken_but_the_last_place()
    {
        var origin = new ReaderData { Cells = Cells(("a", "old")), Place = "start", PlacedAt = Noon };
        var mine = origin with { Cells = Cells(("a", "mine")), Order = ["a", "b"], Place = "mine", PlacedAt = Noon.AddMinutes(1) };
        var other = origin with { Cells = Cells(), Order = ["b", "a"], Place = "other", PlacedAt = Noon.AddMinutes(2) };
        var merged = mine.Merge(origin, other);
        Assert.Equal("mine", merged.Cells["a"].Source);
        Assert.Equal(["a", "b"], merged.Order);
        Assert.Equal("other", merged.Place);
        Assert.Equal("other", other.Merge(origin, mine).Place);
        Assert.Equal("mine", mine.Merge(origin, origin).Place);
        Assert.Equal(["b", "a"], (origin with { Ran = Set("a") }).Merge(origin, other).Order);
    }

    private static ImmutableSortedDictionary<string, KeptCell> Cells(params (string Id, string Source)[] cells) =>
        cells.ToImmutableSortedDictionary(cell => cell.Id, cell => new KeptCell(CellKind.Code, cell.Source, "original"));

    private static ImmutableSortedSet<string> Set(params string[] ids) => [.. ids];
}
