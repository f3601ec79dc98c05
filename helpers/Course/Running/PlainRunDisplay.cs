namespace Course.Running;

/// <summary>A line when a notebook begins, a line for each cell that takes long, a line when it ends.</summary>
internal sealed class PlainRunDisplay(TextWriter writer) : RunDisplay
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(5);

    private TimeSpan _cellStart;
    private string? _cell;

    public override async Task ShowAsync(IReadOnlyList<NotebookRun> runs, Func<Task> work)
    {
        foreach (var run in runs) run.Changed += OnChanged;
        await work();
    }

    private void OnChanged(NotebookRun run)
    {
        var now = run.Elapsed;
        if (_cell is not null && now - _cellStart >= Long)
            writer.WriteLine(Text($"{run.Name}: cell {run.Done} of {run.Cells.Count} ({_cell}) took {(now - _cellStart).TotalSeconds:0.0} s"));
        _cell = run.Current is { } cell ? cell.Id ?? "no id" : null;
        _cellStart = now;
        if (run.State == RunState.Ended)
            writer.WriteLine(Text($"{run.Name}: {run.Done} of {run.Cells.Count} cells, {run.Charts} charts, {now.TotalSeconds:0.0} s{(run.Failures.Count > 0 ? ", FAILED" : "")}"));
        else if (run.Done == 0 && run.Current is null)
            writer.WriteLine(Text($"{run.Name}: {run.Cells.Count} cells"));
    }
}
