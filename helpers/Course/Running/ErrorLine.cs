using System.Globalization;
using System.Text.RegularExpressions;
using Jupyter.Documents;

namespace Course.Running;

/// <summary>The line of a cell that an error came from: kernels tell it only in the text of the traceback.</summary>
internal static partial class ErrorLine
{
    public static int? Find(ErrorOutput error)
    {
        var text = AnsiEscape().Replace(string.Join('\n', [.. error.Traceback, error.Value]), "");
        var match = Line().Matches(text).LastOrDefault();
        return match is null ? null : int.Parse(match.Groups["line"].Value, CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"\e\[[0-9;]*m")]
    private static partial Regex AnsiEscape();

    // C# compiler: "(3,5): error CS0103"; Python: "----> 3 1/0".
    [GeneratedRegex(@"^\((?<line>\d+),\d+\): error|^-+> (?<line>\d+) |^.*\bcell\b.*\bline (?<line>\d+)", RegexOptions.Multiline | RegexOptions.IgnoreCase)]
    private static partial Regex Line();
}
