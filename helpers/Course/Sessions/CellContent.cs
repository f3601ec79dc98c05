namespace Course.Sessions;

/// <summary>What a cell was before it was reset.</summary>
/// <param name="Cell">The cell.</param>
/// <param name="Restore">Makes the cell that again, but for the output of a run since.</param>
internal sealed record CellContent(SessionCell Cell, Action Restore)
{
    /// <summary>Whether the reader has written nothing else since.</summary>
    public bool CanComeBack => !Cell.IsEdited;
}
