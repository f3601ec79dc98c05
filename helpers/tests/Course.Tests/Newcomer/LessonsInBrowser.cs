using Browsing;
using Course.Tests.Lessons;
using Microsoft.Playwright;

namespace Course.Tests.Newcomer;

/// <summary>All lessons, run once as a reader runs them, each in a tab of its own.</summary>
public sealed class LessonsInBrowser : IAsyncDisposable
{
    /// <summary>Milliseconds: longer than any lesson takes on any machine.</summary>
    private const float LongestRun = 420_000;

    /// <summary>Lessons measure time: more at once would disturb each other.</summary>
    private const int AtOnce = 2;

    private static readonly (int Width, ColorScheme Scheme)[] Screens =
        [(1280, ColorScheme.Light), (390, ColorScheme.Dark), (1920, ColorScheme.Light), (1280, ColorScheme.Dark), (390, ColorScheme.Light)];

    private readonly Browser _browser = new();
    private readonly Dictionary<string, LessonOutcome> _outcomes = [];

    /// <summary>Runs them.</summary>
    public async Task RunAsync()
    {
        await _browser.InitializeAsync();
        if (!_browser.IsThere) return;
        await using var course = await OpenedCourse.StartAsync();
        await Parallel.ForEachAsync(
            Lesson.Names.Select(row => row.Data).Zip(Screens),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = TestContext.Current.CancellationToken },
            async (lesson, _) =>
            {
                var outcome = await RunAsync(course, lesson.First, lesson.Second.Width, lesson.Second.Scheme);
                lock (_outcomes) _outcomes.Add(lesson.First, outcome);
            });
    }

    public ValueTask DisposeAsync() => _browser.DisposeAsync();

    /// <summary>How a lesson went.</summary>
    internal LessonOutcome Of(string lesson)
    {
        _browser.Require();
        return _outcomes[lesson];
    }

    private async Task<LessonOutcome> RunAsync(OpenedCourse course, string lesson, int width, ColorScheme scheme)
    {
        await using var reader = await ReaderTab.FollowAsync(_browser, course.Link, width, scheme);
        await reader.GoAsync(lesson);
        await reader.Find("[data-do=run-all]").ClickAsync();
        var waiting = reader.Find(".code-cell:is([data-state=queued], [data-state=running])");
        await ReaderTab.UntilVisibleAsync(waiting.First);
        await ReaderTab.UntilCountAsync(waiting, 0, LongestRun);

        var unwell = reader.Find(".code-cell:not([data-state=succeeded])");
        var failures = await unwell.EvaluateAllAsync<string[]>(
            "cells => cells.map(cell => `${cell.id} ${cell.dataset.state}: ${cell.querySelector('.outputs')?.innerText ?? ''}`)");
        var (charts, blank) = await reader.LookAtChartsAsync();
        return new LessonOutcome(
            await reader.Find(".code-cell").CountAsync(), failures, charts, blank, await reader.OverhangAsync(), [.. reader.Problems], [.. reader.ForeignRequests]);
    }
}

/// <summary>How a lesson went that was run in a browser.</summary>
/// <param name="Cells">How many cells of code it has.</param>
/// <param name="Failures">Those that did not succeed, with what they have put out.</param>
/// <param name="Charts">How many charts there are.</param>
/// <param name="Blank">The titles of those that were not drawn.</param>
/// <param name="Overhang">Pixels of the page that do not fit into its width.</param>
/// <param name="Problems">What the page reported.</param>
/// <param name="ForeignRequests">What it asked for from elsewhere.</param>
internal sealed record LessonOutcome(
    int Cells,
    IReadOnlyList<string> Failures,
    int Charts,
    IReadOnlyList<string> Blank,
    int Overhang,
    IReadOnlyList<string> Problems,
    IReadOnlyList<string> ForeignRequests);
