using Course.Running;
using Spectre.Console;

namespace Course.Tests.Running;

public sealed class LiveRunDisplayTests
{
    [Fact]
    public async Task A_line_a_notebook_shows_the_cell_at_work_and_cells_done_of_all()
    {
        using var folder = new NotebookFolder();
        var runs = new[] { "a.ipynb", "b.ipynb" }.Select(name => new NotebookRun(folder.Write(name, "1", "2", "3"))).ToArray();
        foreach (var run in runs) run.Load();
        await using var screen = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(screen),
            Ansi = AnsiSupport.Yes,
            Interactive = InteractionSupport.Yes,
        });
        console.Profile.Width = 100;
        await new LiveRunDisplay(console).ShowAsync(runs, async () =>
        {
            runs[0].Begin();
            runs[0].BeginCell(runs[0].Cells[0]);
            runs[0].EndCell();
            runs[0].BeginCell(runs[0].Cells[1]);
            await UntilShownAsync(screen, "c2");
        });

        var lines = screen.ToString().Split('\n');
        Assert.Contains(lines, line => line.Contains("a  1/3", StringComparison.Ordinal) && line.Contains("c2", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("b  0/3", StringComparison.Ordinal));
    }

    private static async Task UntilShownAsync(StringWriter screen, string text)
    {
        while (!screen.ToString().Contains(text, StringComparison.Ordinal))
            await Task.Delay(10, TestContext.Current.CancellationToken);
    }
}
