namespace CSharpKernel.Language;

/// <summary>Says what went wrong in a cell, where, and nothing of what the kernel did around it.</summary>
internal static class CellErrors
{
    /// <summary>The user has stopped the cell.</summary>
    public static CellError Interrupted(bool abandoned)
    {
        const string message = "The cell was interrupted.";
        var report = Ansi.Red(message);
        return new CellError("Interrupted", message, abandoned
            ? [report, "A call that cannot be interrupted is still running in the background. Restart the kernel to end it."]
            : [report]);
    }

    /// <summary>The process has come to a limit.</summary>
    public static CellError NoThread()
    {
        const string message = "The cell was not run: no thread can be started for it.";
        return new CellError(
            "NoThread",
            message,
            [Ansi.Red(message), "The kernel has too many files open, or too little memory. Restart it to go on."]);
    }

    /// <summary>The user's mistake, told in a sentence.</summary>
    public static CellError Of(DirectiveException exception) => new(
        "DirectiveError",
        exception.Message,
        [.. exception.Message.ReplaceLineEndings("\n").Split('\n').Select((line, i) => i == 0 ? Ansi.Red(line) : line)]);

    /// <summary>The compiler's errors, each with the line it is in, and where they are explained.</summary>
    public static CellError Of(CompilationException exception) => new(
        "CompilationError",
        exception.Messages.Summarise(exception.Errors[0]),
        [.. exception.Errors.SelectMany(exception.Messages.Describe), .. CompilerMessages.Links(exception.Errors)]);
}
