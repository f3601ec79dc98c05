using System.Globalization;
using System.Net;
using Microsoft.DotNet.Interactive.Formatting;

namespace CSharpKernel.Language.Values;

/// <summary>Shows rows of text as a table, the first rows only where there are many.</summary>
internal static class TextTable
{
    /// <summary>The table's forms.</summary>
    /// <param name="head">What stands above each column; empty if nothing does.</param>
    /// <param name="count">How many rows there are.</param>
    /// <param name="row">Reads one; only those that are shown are read.</param>
    public static MimeBundle Of(string[] head, int count, Func<int, string[]> row)
    {
        var limit = Formatter.ListExpansionLimit;
        var shown = Enumerable.Range(0, Math.Min(count, limit)).Select(row).ToArray();
        var more = count > limit ? string.Create(CultureInfo.InvariantCulture, $"({count - limit} more)") : "";
        var headHtml = head.Length == 0 ? "" : $"<thead>{Row(head, "th")}</thead>";
        string[][] lines = head.Length == 0 ? shown : [head, .. shown];
        return new MimeBundle
        {
            [HtmlFormatter.MimeType] = $"<table>{headHtml}<tbody>{string.Concat(shown.Select(row => Row(row, "td")))}</tbody></table>{more}",
            [PlainTextFormatter.MimeType] = string.Join('\n', lines.Select(row => string.Join('\t', row)).Append(more)).TrimEnd('\n'),
        };
    }

    private static string Row(IEnumerable<string> cells, string tag) =>
        $"<tr>{string.Concat(cells.Select(cell => $"<{tag}>{WebUtility.HtmlEncode(cell)}</{tag}>"))}</tr>";
}
