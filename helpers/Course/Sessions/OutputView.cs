using Jupyter.Documents;

namespace Course.Sessions;

/// <summary>A cell's output as it was at one moment. Immutable.</summary>
/// <param name="Version">Grows with every change of the output.</param>
/// <param name="Items">
/// What is shown, in order. An item that has not changed since an earlier view is the same object there: to draw again what
/// has changed, compare references; to know which drawing it replaces, <see cref="OutputItem.Id"/>.
/// </param>
/// <param name="OmittedLines">How many lines of text came before those that are shown.</param>
/// <param name="OmittedDisplays">How many values and errors came before those that are shown.</param>
internal sealed record OutputView(long Version, IReadOnlyList<OutputItem> Items, long OmittedLines, long OmittedDisplays)
{
    public static readonly OutputView Empty = new(0, [], 0, 0);

    /// <summary>Whether there was more than is shown.</summary>
    public bool IsCut => OmittedLines > 0 || OmittedDisplays > 0;
}

/// <summary>A piece of a cell's output. Immutable.</summary>
/// <param name="Id">Stays the same when the piece changes; unique in its cell.</param>
/// <param name="Output">
/// A value, an error, or text. Long text comes in several items, each of whole lines where lines are not too long.
/// </param>
/// <param name="Continues">Whether it is text that goes on where the item before it stops.</param>
/// <param name="Style">Of text that continues: the escape sequences that set how it begins to look.</param>
internal sealed record OutputItem(long Id, Output Output, bool Continues = false, string Style = "");
