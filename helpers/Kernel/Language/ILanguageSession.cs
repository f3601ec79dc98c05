namespace CSharpKernel.Language;

/// <summary>
/// A session in which cells run one after the other and share variables. It knows nothing of front ends or sockets.
/// One cell runs at a time; <see cref="Interrupt"/> may be called from any thread.
/// </summary>
internal interface ILanguageSession
{
    /// <summary>Runs a cell and returns when it has ended, failed or been interrupted.</summary>
    /// <param name="code">The cell's text.</param>
    /// <param name="number">The cell's number, which errors name.</param>
    /// <param name="output">Where output goes, during the cell and after it.</param>
    CellOutcome Execute(string code, int number, ICellOutput output);

    /// <summary>Stops the cell that runs; does nothing if there is none.</summary>
    void Interrupt();

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
