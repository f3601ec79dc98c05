using System.Data;
using System.Globalization;
using System.Net;
using Microsoft.DotNet.Interactive.Formatting;

namespace CSharpKernel.Language.Values;

/// <summary>Shows a table of <c>System.Data</c> as a table: of its properties, those that matter are its rows.</summary>
internal static class DataTables
{
    /// <summary>Whether a value is such a table; asked for by name, so that the assembly is not loaded without need.</summary>
    public static bool Contains(object value)
    {
        var type = value.GetType();
        while (type is not null && type.FullName != "System.Data.DataTable") type = type.BaseType;
        return type is not null;
    }

    /// <summary>The table's forms.</summary>
    public static MimeBundle Read(object value)
    {
        var table = (DataTable)value;
        var columns = table.Columns.Cast<DataColumn>().ToArray();
        var limit = Formatter.ListExpansionLimit;
        var rows = table.Rows.Cast<DataRow>()
            .Where(row => row.RowState != DataRowState.Deleted)
            .Select(row => columns.Select(column => Text(row[column])).ToArray())
            .ToArray();
        string[][] shown = [[.. columns.Select(column => column.ColumnName)], .. rows.Take(limit)];
        var more = rows.Length > limit ? string.Create(CultureInfo.InvariantCulture, $"({rows.Length - limit} more)") : "";
        return new MimeBundle
        {
            [HtmlFormatter.MimeType] =
                $"<table><thead>{Row(shown[0], "th")}</thead><tbody>{string.Concat(shown[1..].Select(row => Row(row, "td")))}</tbody></table>{more}",
            [PlainTextFormatter.MimeType] = string.Join('\n', shown.Select(row => string.Join('\t', row)).Append(more)).TrimEnd('\n'),
        };
    }

    private static string Text(object value) => value is DBNull ? "<null>" : value.ToDisplayString(PlainTextFormatter.MimeType);

    private static string Row(IEnumerable<string> cells, string tag) =>
        $"<tr>{string.Concat(cells.Select(cell => $"<{tag}>{WebUtility.HtmlEncode(cell)}</{tag}>"))}</tr>";
}
