namespace CSharpKernel.Language;

/// <summary>Where a cell's output goes. Safe to use from any thread, also after the cell has ended.</summary>
internal interface ICellOutput
{
    /// <summary>Text that the cell wrote to its standard output or error.</summary>
    void Write(OutputStream stream, ReadOnlySpan<char> text);

    /// <summary>A value to show.</summary>
    void Display(MimeBundle data, string displayId);

    /// <summary>A new value in place of one that is shown.</summary>
    void UpdateDisplay(MimeBundle data, string displayId);

    /// <summary>Takes away what the cell has put out so far.</summary>
    /// <param name="wait">Whether to leave it there until something new comes, so that the page does not flicker.</param>
    void ClearOutput(bool wait)
    {
    }

    /// <summary>Asks the user for a line. Waits for it.</summary>
    /// <param name="prompt">What to ask.</param>
    /// <param name="password">Whether what is typed shall be hidden.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="InvalidOperationException">The front end takes no input for this cell.</exception>
    string? ReadLine(string prompt, bool password, CancellationToken cancellation);
}

/// <summary>The two streams that a cell writes text to.</summary>
internal enum OutputStream
{
    Standard,
    Error,
}
