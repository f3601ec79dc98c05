using System.Data;
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
        var rows = table.Rows.Cast<DataRow>().Where(row => row.RowState != DataRowState.Deleted).ToArray();
        return TextTable.Of(
            [.. columns.Select(column => column.ColumnName)], rows.Length, i => [.. columns.Select(column => Text(rows[i][column]))]);
    }

    private static string Text(object value) => value is DBNull ? "<null>" : value.ToDisplayString(PlainTextFormatter.MimeType);
}
