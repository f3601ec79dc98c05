using System.Globalization;

namespace CSharpKernel.Language;

/// <summary>Says what went wrong in a cell, where, and nothing of what the kernel did around it.</summary>
internal static class CellErrors
{
    /// <summary>The user has stopped the cell.</summary>
    public static CellError Interrupted(bool abandoned)
    {
        const string message = "The cell was interrupted.";
        return new CellError("Interrupted", message, abandoned
            ? [message, "A call that cannot be interrupted is still running in the background. Restart the kernel to end it."]
            : [message]);
    }

    /// <summary>The user's mistake, told in a sentence.</summary>
    public static CellError Of(DirectiveException exception) =>
        new("DirectiveError", exception.Message, exception.Message.Split('\n'));

    /// <summary>The compiler's errors, each with the line it is in.</summary>
    public static CellError Of(CompilationException exception)
    {
        var lines = exception.Text.Lines;
        var report = new List<string>();
        var first = "";
        foreach (var error in exception.Errors)
        {
            var span = error.Location.GetLineSpan();
            var mine = span.Path == exception.Path;
            var position = mine ? exception.Text.ToOriginal(span.StartLinePosition) : span.StartLinePosition;
            var text = error.GetMessage(CultureInfo.InvariantCulture);
            var message = string.Create(
                CultureInfo.InvariantCulture, $"({position.Line + 1},{position.Character + 1}): error {error.Id}: {text}");
            if (!mine && span.Path.Length > 0) message = span.Path + message;
            if (first.Length == 0) first = message;
            report.Add(message);
            if (!mine || position.Line >= lines.Count) continue;
            var end = exception.Text.ToOriginal(span.EndLinePosition);
            var line = lines[position.Line].ToString();
            var length = (end.Line == position.Line ? end.Character : line.Length) - position.Character;
            var before = line.AsSpan(0, Math.Min(position.Character, line.Length));
            report.Add("    " + line);
            report.Add("    " + Blank(before) + new string('^', Math.Max(1, length)));
        }

        return new CellError("CompilationError", first, report);
    }

    private static string Blank(ReadOnlySpan<char> text)
    {
        var blank = text.ToArray();
        for (var i = 0; i < blank.Length; i++) blank[i] = blank[i] == '\t' ? '\t' : ' ';
        return new string(blank);
    }
}
