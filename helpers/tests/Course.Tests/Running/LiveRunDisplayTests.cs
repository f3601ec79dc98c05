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
        // The display writes on a thread of its own, while this test reads.
        var writer = TextWriter.Synchronized(screen);
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
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
            while (!Shown().Contains("c2", StringComparison.Ordinal)) await Task.Delay(10, TestContext.Current.CancellationToken);
        });

        var lines = Shown().Split('\n');
        Assert.Contains(lines, line => line.Contains("a  1/3", StringComparison.Ordinal) && line.Contains("c2", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("b  0/3", StringComparison.Ordinal));

        string Shown()
        {
            // The lock of every method of a synchronized writer.
            lock (writer) return screen.ToString();
        }
    }
}
