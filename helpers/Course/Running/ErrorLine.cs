using System.Globalization;
using System.Text.RegularExpressions;
using Jupyter.Documents;

namespace Course.Running;

/// <summary>The line of a cell in which it failed: kernels tell it only in the text of the traceback.</summary>
internal static partial class ErrorLine
{
    /// <summary>The line, from 1; <see langword="null"/> where the traceback does not tell it.</summary>
    /// <param name="error">The error.</param>
    /// <param name="execution">The number by which the traceback calls the cell.</param>
    public static int? Find(ErrorOutput error, int? execution)
    {
        var report = AnsiEscape().Replace(string.Join('\n', error.Traceback), "");
        // What caused the exception is told after it, and may come from another thread.
        var exception = report.Split("\n---> ")[0];
        var line = Compiler().Match(report) is { Success: true } compiler
            ? compiler
            : IPython().Matches(exception).FirstOrDefault(IsHere) ?? CSharp().Matches(exception).LastOrDefault(IsHere);
        return line is null ? null : int.Parse(line.Groups["line"].Value, CultureInfo.InvariantCulture);

        bool IsHere(Match match) => match.Groups["cell"].Value == execution?.ToString(CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"\e\[[0-9;]*m")]
    private static partial Regex AnsiEscape();

    /// <summary>What the C# compiler says: "(3,5): error CS0103".</summary>
    [GeneratedRegex(@"^\((?<line>\d+),\d+\): error", RegexOptions.Multiline)]
    private static partial Regex Compiler();

    /// <summary>A frame as IPython tells it, the outermost first: "Cell In[3], line 2".</summary>
    [GeneratedRegex(@"\bCell In ?\[(?<cell>\d+)\], line (?<line>\d+)")]
    private static partial Regex IPython();

    /// <summary>A frame as our kernel tells it, the outermost last: "at cell 3, line 2, column 1".</summary>
    [GeneratedRegex(@"\bcell (?<cell>\d+), line (?<line>\d+)")]
    private static partial Regex CSharp();
}
