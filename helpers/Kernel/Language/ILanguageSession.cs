namespace CSharpKernel.Language;

/// <summary>
/// A session in which cells run one after the other and share variables. It knows nothing of front ends or sockets.
/// One cell runs at a time.
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
}

/// <summary>Whether text is a whole cell.</summary>
internal enum Completeness
{
    Complete,
    Incomplete,
    Invalid,
}
