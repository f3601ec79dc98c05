namespace CSharpKernel.Language;

/// <summary>How a cell ended.</summary>
/// <param name="Result">The value of its last expression as the front end shows it; null if there is none.</param>
/// <param name="Error">Why it failed; null if it did not.</param>
internal sealed record CellOutcome(MimeBundle? Result = null, CellError? Error = null);

/// <summary>Why a cell failed.</summary>
/// <param name="Name">The kind of error: an exception's type, or <c>CompilationError</c>.</param>
/// <param name="Message">What went wrong, in a sentence without colours.</param>
/// <param name="ColouredTraceback">The whole report, line by line, as the user sees it.</param>
internal sealed record CellError(string Name, string Message, IReadOnlyList<string> ColouredTraceback)
{
    /// <summary>The whole report, line by line, without colours.</summary>
    public IReadOnlyList<string> Traceback => [.. ColouredTraceback.Select(Ansi.Strip)];
}
