using System.Globalization;
using System.Text.Json;
using Spectre.Console;

namespace Benchmarks;

/// <summary>Prints figures: as a table that grows while they are measured, or as one JSON object.</summary>
internal static class FigureReport
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static void PrintJson(IEnumerable<Figure> figures) =>
        Console.WriteLine(JsonSerializer.Serialize(
            new OrderedDictionary<string, double>(figures.Select(f => KeyValuePair.Create(f.Key, f.Value))), Indented));

    public static void PrintTable(string title, IEnumerable<Figure> figures)
    {
        var table = new Table { Title = new TableTitle(title), Border = TableBorder.Rounded };
        table.AddColumn(new TableColumn("Figure") { NoWrap = true });
        table.AddColumn(new TableColumn("Value") { Alignment = Justify.Right, NoWrap = true });
        table.AddColumn("What it is");
        if (AnsiConsole.Profile.Capabilities.Interactive) AnsiConsole.Status().Start("Measuring …", AddRows);
        else AddRows(null);
        AnsiConsole.Write(table);

        void AddRows(StatusContext? status)
        {
            foreach (var figure in figures)
            {
                table.AddRow(new Text(figure.Key), new Text(Value(figure)), new Text(figure.Meaning));
                if (status is not null) status.Status = $"Measured {figure.Key} …";
            }
        }
    }

    private static string Value(Figure figure) => figure.Unit switch
    {
        Unit.PerSecond when figure.Value >= 1e6 => Number(figure.Value / 1e6, "0.00", "M/s"),
        Unit.PerSecond => Number(figure.Value, "#,0", "/s"),
        Unit.Seconds => Number(figure.Value, "0.000", "s"),
        Unit.Microseconds => Number(figure.Value, "0.0", "µs"),
        Unit.Nanoseconds => Number(figure.Value, "#,0.0", "ns"),
        Unit.Bytes when figure.Value >= 1e6 => Number(figure.Value / 1e6, "0.0", "MB"),
        Unit.Bytes => Number(figure.Value, "#,0", "bytes"),
        Unit.Percent => Number(figure.Value, "0.00", "%"),
        _ => throw new ArgumentOutOfRangeException(nameof(figure)),
    };

    private static string Number(double value, string format, string unit) =>
        $"{value.ToString(format, CultureInfo.InvariantCulture)} {unit}";
}
