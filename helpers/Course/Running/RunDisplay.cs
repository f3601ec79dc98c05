using System.Globalization;
using Spectre.Console;

namespace Course.Running;

/// <summary>Shows runs while they are at work.</summary>
internal abstract class RunDisplay
{
    /// <summary>A live display on a terminal, lines of text anywhere else.</summary>
    public static RunDisplay For(IAnsiConsole console) =>
        console.Profile.Out.IsTerminal ? new LiveRunDisplay(console) : new PlainRunDisplay(console.Profile.Out.Writer);

    /// <summary>Shows the runs for as long as the work takes.</summary>
    public abstract Task ShowAsync(IReadOnlyList<NotebookRun> runs, Func<Task> work);

    protected static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
