using System.Diagnostics;
using System.Globalization;
using Browsing;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Course.Tests.Newcomer;

/// <summary>What somebody does who has never seen the course, from the link that it prints on.</summary>
public sealed class NewcomerTests(Browser browser) : IClassFixture<Browser>
{
    private const string Lesson = "02-coroutines";

    /// <summary>A cell that needs nothing but the first one.</summary>
    private const string Cell = "coroutine-iterator";

    private const string NextCell = "scheduler-class";

    [Theory]
    [InlineData(390, ColorScheme.Dark)]
    [InlineData(1280, ColorScheme.Light)]
    [InlineData(1920, ColorScheme.Dark)]
    public async Task A_newcomers_whole_way(int width, ColorScheme scheme)
    {
        await using var course = await OpenedCourse.StartAsync();
        await using var reader = await ReaderTab.FollowAsync(browser, course.Link, width, scheme);

        await FindsTheLessonAsync(reader, scheme);
        await RunsAndSeesAChartAsync(reader, width);
        await ChangesACellAsync(reader);
        await InterruptsAnEndlessLoopAsync(reader);
        await LosesTheKernelAndGoesOnAsync(reader);
        await PresentsAsync(reader);
        await ComesBackToTheChangesAsync(reader);
        await ResetsAndThinksBetterOfItAsync(reader);

        Assert.Empty(reader.Problems);
        Assert.Empty(reader.ForeignRequests);
    }

    private static async Task FindsTheLessonAsync(ReaderTab reader, ColorScheme scheme)
    {
        await ReaderTab.UntilCountAsync(reader.Find(".lessons > li"), 5);
        Assert.Equal(0, await reader.OverhangAsync());
        var brightness = await reader.Page.EvaluateAsync<int>("Number(getComputedStyle(document.body).backgroundColor.match(/\\d+/)[0])");
        Assert.True(scheme == ColorScheme.Dark ? brightness < 80 : brightness > 200, $"The background's red is {brightness}.");

        await reader.Page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Link, new() { Name = "Coroutines" }).First.ClickAsync();
        await reader.UntilAtAsync($"/lessons/{Lesson}");
        await reader.ReadyAsync();
        Assert.Equal(0, await reader.OverhangAsync());
        // What can be read before anything has run: prose, a diagram, the outputs that come with the lesson.
        await ReaderTab.UntilContainsAsync(reader.Find("h1"), "Coroutines");
        Assert.True(await reader.Find(".prose img").First.EvaluateAsync<bool>("async image => { await image.decode(); return image.naturalWidth > 100; }"));
        await ReaderTab.UntilContainsAsync(reader.Output("requests-synchronous"), "stored output");
    }

    private static async Task RunsAndSeesAChartAsync(ReaderTab reader, int width)
    {
        await reader.RunAsync("setup");
        await reader.RunAsync("requests-synchronous");
        var chart = reader.Output("requests-synchronous").Locator("figure.async-chart");
        await chart.ScrollIntoViewIfNeededAsync();
        await ReaderTab.UntilVisibleAsync(chart.Locator(width < 480 ? ":scope > svg" : ".ac-live .main-svg >> nth=0"));
        Assert.DoesNotContain("stored", await reader.Output("requests-synchronous").InnerTextAsync(), StringComparison.Ordinal);
    }

    private static async Task ChangesACellAsync(ReaderTab reader)
    {
        await reader.WriteAsync(Cell, "6 * 7");
        await reader.PressAsync("Control+Enter");
        await ReaderTab.UntilContainsAsync(reader.Output(Cell), "42");
        await reader.UntilAsync(Cell, "succeeded");
    }

    private static async Task InterruptsAnEndlessLoopAsync(ReaderTab reader)
    {
        await reader.WriteAsync(Cell, "Console.WriteLine(\"on and on\"); while (true) ;");
        await reader.PressAsync("Control+Enter");
        await ReaderTab.UntilContainsAsync(reader.Output(Cell), "on and on");
        await reader.Find(".toolbar [data-do=interrupt]").ClickAsync();
        await reader.UntilAsync(Cell, "stopped");
        await reader.RunAsync(NextCell);
    }

    private static async Task LosesTheKernelAndGoesOnAsync(ReaderTab reader)
    {
        await reader.WriteAsync(Cell, "Environment.ProcessId");
        await reader.PressAsync("Control+Enter");
        await reader.UntilAsync(Cell, "succeeded");
        using (var kernel = Process.GetProcessById(int.Parse(await reader.Output(Cell).InnerTextAsync(), CultureInfo.InvariantCulture)))
            kernel.Kill();
        await ReaderTab.UntilContainsAsync(reader.Find(".notice[role=alert]"), "is gone");
        await ReaderTab.UntilContainsAsync(reader.Find(".kernel"), "died");
        await reader.Find(".notice [data-do=restart]").ClickAsync();
        await ReaderTab.UntilHiddenAsync(reader.Find(".notice[role=alert]"));
        await reader.RunAsync(NextCell);
    }

    private static async Task PresentsAsync(ReaderTab reader)
    {
        await reader.WriteAsync(Cell, "Enumerable.Range(1, 4).Sum()");
        await reader.PressAsync("Escape");
        await Expect(reader.Cell(Cell)).ToBeFocusedAsync();
        // The page may still scroll there: where it is when the slides begin, it is afterwards.
        await Expect(reader.Cell(Cell)).ToBeInViewportAsync();

        await reader.PressAsync("p");
        await ReaderTab.UntilVisibleAsync(reader.Find(".presenter"));
        await ReaderTab.UntilVisibleAsync(reader.Cell(Cell, "pre.code"));
        await reader.PressAsync("Shift+Enter");
        await ReaderTab.UntilContainsAsync(reader.Output(Cell), "10");
        await reader.UntilAsync(Cell, "succeeded");
        var count = reader.Find(".presenter .count");
        var place = await count.InnerTextAsync();
        await reader.PressAsync("PageDown");
        await ReaderTab.UntilHiddenAsync(reader.Cell(Cell));
        Assert.NotEqual(place, await count.InnerTextAsync());
        await reader.PressAsync("PageUp");
        await ReaderTab.UntilVisibleAsync(reader.Cell(Cell));
        Assert.Equal(place, await count.InnerTextAsync());

        await reader.PressAsync("Escape");
        await ReaderTab.UntilHiddenAsync(reader.Find(".presenter"));
        await Expect(reader.Cell(Cell)).ToBeFocusedAsync();
        await Expect(reader.Cell(Cell)).ToBeInViewportAsync();
    }

    private static async Task ComesBackToTheChangesAsync(ReaderTab reader)
    {
        await reader.Page.ReloadAsync();
        await reader.ReadyAsync();
        await ReaderTab.UntilContainsAsync(reader.Cell(Cell, "pre.code"), "Enumerable.Range(1, 4).Sum()");
        await ReaderTab.UntilContainsAsync(reader.Cell(Cell, ".changed"), "changed by you");
        await ReaderTab.UntilContainsAsync(reader.Output(Cell), "10");
    }

    private static async Task ResetsAndThinksBetterOfItAsync(ReaderTab reader)
    {
        await reader.Find(".toolbar .more").ClickAsync();
        await reader.Find("[data-do=reset-lesson]").ClickAsync();
        await ReaderTab.UntilContainsAsync(reader.Cell(Cell, "pre.code"), "IEnumerable<string> Cook");
        await ReaderTab.UntilCountAsync(reader.Find(".changed"), 0);

        await reader.Find(".notice [data-do=undo]").ClickAsync();
        await ReaderTab.UntilContainsAsync(reader.Cell(Cell, "pre.code"), "Enumerable.Range(1, 4).Sum()");
        await ReaderTab.UntilContainsAsync(reader.Cell(Cell, ".changed"), "changed by you");
        await ReaderTab.UntilHiddenAsync(reader.Find(".notice"));
    }
}
