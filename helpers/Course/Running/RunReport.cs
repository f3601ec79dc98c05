using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Spectre.Console;

namespace Course.Running;

/// <summary>The outcome of runs, for people and for programs.</summary>
internal static class RunReport
{
    private static readonly JsonSerializerOptions Json =
        new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void WriteTable(IAnsiConsole console, IReadOnlyList<NotebookRun> runs, string folder)
    {
        var table = new Table().Border(TableBorder.Simple);
        table.AddColumn("Notebook");
        foreach (var name in new[] { "Cells", "Charts", "Seconds", "Errors" })
            table.AddColumn(new TableColumn(name).RightAligned());
        foreach (var run in runs)
        {
            table.AddRow(
                Markup.Escape(run.Name),
                run.Done == run.Cells.Count ? Text($"{run.Done}") : Text($"{run.Done} of {run.Cells.Count}"),
                Text($"{run.Charts}"),
                Text($"{run.Elapsed.TotalSeconds:0.0}"),
                run.Failures.Count == 0 ? "0" : $"[red]{run.Failures.Count}[/]");
        }

        table.AddRow(
            "[bold]All[/]",
            Text($"{runs.Sum(run => run.Done)}"),
            Text($"{runs.Sum(run => run.Charts)}"),
            Text($"{runs.Sum(run => run.Elapsed.TotalSeconds):0.0}"),
            Text($"{runs.Sum(run => run.Failures.Count)}"));
        console.Write(table);
        if (runs.Any(run => run.Executed is not null)) console.Profile.Out.Writer.WriteLine($"Executed notebooks and their pages: {folder}");
        foreach (var run in runs.Where(run => run.Saved)) console.Profile.Out.Writer.WriteLine($"Saved: {run.File}");
    }

    public static string ToJson(IReadOnlyList<NotebookRun> runs) => new JsonObject
    {
        ["seconds"] = Math.Round(runs.Sum(run => run.Elapsed.TotalSeconds), 3),
        ["notebooks"] = new JsonArray([.. runs.Select(ToJson)]),
    }.ToJsonString(Json);

    private static JsonObject ToJson(NotebookRun run) => new()
    {
        ["notebook"] = run.File,
        ["cells"] = run.Cells.Count,
        ["run"] = run.Done,
        ["charts"] = run.Charts,
        ["seconds"] = Math.Round(run.Elapsed.TotalSeconds, 3),
        ["errors"] = new JsonArray([.. run.Failures.Select(failure => new JsonObject
        {
            ["cell"] = failure.Cell,
            ["id"] = failure.CellId,
            ["line"] = failure.Line,
            ["error"] = failure.Error,
        })]),
        ["executed"] = run.Executed,
        ["page"] = run.Page,
        ["saved"] = run.Saved,
    };

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
