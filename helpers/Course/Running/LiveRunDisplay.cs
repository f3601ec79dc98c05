using Spectre.Console;

namespace Course.Running;

/// <summary>A line a notebook that changes while it runs: the cell at work, cells done of all, elapsed time.</summary>
internal sealed class LiveRunDisplay(IAnsiConsole console) : RunDisplay
{
    private static readonly TimeSpan Refresh = TimeSpan.FromMilliseconds(100);

    public override Task ShowAsync(IReadOnlyList<NotebookRun> runs, Func<Task> work) =>
        console.Live(Draw(runs)).StartAsync(async live =>
        {
            var working = work();
            while (!working.IsCompleted)
            {
                live.UpdateTarget(Draw(runs));
                await Task.WhenAny(working, Task.Delay(Refresh));
            }

            live.UpdateTarget(new Text(""));
            await working;
        });

    private static Grid Draw(IReadOnlyList<NotebookRun> runs)
    {
        var grid = new Grid().AddColumns(
            new GridColumn().NoWrap(), new GridColumn().NoWrap(), new GridColumn().NoWrap().RightAligned(),
            new GridColumn().NoWrap().RightAligned(), new GridColumn());
        foreach (var run in runs)
        {
            grid.AddRow(
                Mark(run),
                Markup.Escape(run.Name),
                Text($"{run.Done}/{run.Cells.Count}"),
                Text($"{run.Elapsed.TotalSeconds:0.0} s"),
                run.Current is { } cell ? $"[grey]{Markup.Escape(cell.Id ?? "")}[/]" : "");
        }

        return grid;
    }

    private static string Mark(NotebookRun run) => run.State switch
    {
        RunState.Waiting => "[grey]·[/]",
        RunState.Running => "[blue]▶[/]",
        _ => run.Failures.Count == 0 ? "[green]✓[/]" : "[red]✗[/]",
    };
}
