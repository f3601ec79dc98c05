namespace Course.Sessions;

/// <summary>Something that was taken from a lesson, and can be had back.</summary>
/// <param name="Cell">The cell that it was; <see langword="null"/> where it was the whole lesson.</param>
internal abstract record UndoStep(SessionCell? Cell)
{
    /// <summary>Whether something would come back: what the reader has written since is not replaced.</summary>
    public virtual bool HasEffect => true;

    /// <summary>The cells that it holds.</summary>
    public virtual IEnumerable<SessionCell> Cells => Cell is null ? [] : [Cell];
}

/// <summary>A cell was deleted.</summary>
/// <param name="Deleted">The cell.</param>
/// <param name="Index">Where it stood.</param>
internal sealed record Deletion(SessionCell Deleted, int Index) : UndoStep(Deleted);

/// <summary>A cell was made what it is in the lesson.</summary>
/// <param name="Before">What it was.</param>
internal sealed record CellReset(CellContent Before) : UndoStep(Before.Cell)
{
    /// <inheritdoc/>
    public override bool HasEffect => Before.CanComeBack;
}

/// <summary>The lesson was made what it is in its file.</summary>
/// <param name="Order">The cells that it had.</param>
/// <param name="Before">What those were that were reset.</param>
/// <param name="IsRearranged">Whether it had other cells, or in another order.</param>
internal sealed record LessonReset(IReadOnlyList<SessionCell> Order, IReadOnlyList<CellContent> Before, bool IsRearranged) : UndoStep(Cell: null)
{
    /// <inheritdoc/>
    public override bool HasEffect => IsRearranged || Before.Any(content => content.CanComeBack);

    /// <inheritdoc/>
    public override IEnumerable<SessionCell> Cells => Order;
}
