using CSharpKernel.Language.Intelligence;
using Jupyter.Intelligence;

namespace CSharpKernel.Language;

/// <summary>
/// A session in which cells run one after the other and share variables. It knows nothing of front ends or sockets.
/// One cell runs at a time; what is asked about a cell that is being typed is answered meanwhile.
/// </summary>
internal interface ILanguageSession
{
    /// <summary>Runs a cell and returns when it has ended, failed or been interrupted.</summary>
    /// <param name="code">The cell's text.</param>
    /// <param name="number">The cell's number, which errors name.</param>
    /// <param name="output">Where output goes, during the cell and after it.</param>
    /// <param name="interrupt">Stops the cell, whatever it is doing. What it has declared up to then is kept.</param>
    CellOutcome Execute(string code, int number, ICellOutput output, CancellationToken interrupt);

    /// <summary>Whether the text is a whole cell, or the user is still typing one.</summary>
    Completeness GetCompleteness(string code);

    /// <summary>The white space that the line behind the text begins with.</summary>
    string GetIndentation(string code);

    /// <summary>What can be written at a place in a cell.</summary>
    /// <param name="draft">The cell.</param>
    /// <param name="position">The place, in UTF-16 code units.</param>
    /// <param name="cancellation">Gives up.</param>
    Completions Complete(CellDraft draft, int position, CancellationToken cancellation);

    /// <summary>What the name at a place in a cell means; null if there is nothing to tell.</summary>
    /// <param name="draft">The cell.</param>
    /// <param name="position">The place, in UTF-16 code units.</param>
    /// <param name="detailed">Whether to tell all that is known.</param>
    /// <param name="cancellation">Gives up.</param>
    MimeBundle? Inspect(CellDraft draft, int position, bool detailed, CancellationToken cancellation);

    /// <summary>What can be called where a place is among the arguments of a call; null if it is not.</summary>
    /// <param name="draft">The cell.</param>
    /// <param name="position">The place, in UTF-16 code units.</param>
    /// <param name="cancellation">Gives up.</param>
    SignatureHelp? FindSignatures(CellDraft draft, int position, CancellationToken cancellation);

    /// <summary>What the compiler would say of a cell if it ran now, in the order of the text.</summary>
    /// <param name="draft">The cell.</param>
    /// <param name="cancellation">Gives up.</param>
    IReadOnlyList<Diagnostic> Diagnose(CellDraft draft, CancellationToken cancellation);

    /// <summary>Loads what completion needs, so that the first one does not wait for it. Takes seconds.</summary>
    void WarmUpCompletion();
}

/// <summary>Whether text is a whole cell.</summary>
internal enum Completeness
{
    Complete,
    Incomplete,
    Invalid,
}
