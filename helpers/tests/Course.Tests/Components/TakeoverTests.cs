using Browsing;
using Microsoft.Playwright;

namespace Course.Tests.Components;

/// <summary>A lesson's document is read while its circuit is still to come; then the circuit takes the page over.</summary>
public sealed class TakeoverTests(Browser browser) : IClassFixture<Browser>
{
    /// <summary>Bytes that a circuit may send to take over any lesson. With their content the longest took a million.</summary>
    private const long MostSent = 200_000;

    /// <summary>What a reader sees of the cells, and what links can lead to.</summary>
    private const string Shown =
        "document.querySelector('.cells').innerText + '\\n' + [...document.querySelectorAll('main [id]')].map(each => each.id).join('\\n')";

    public static TheoryData<string> Lessons => [.. Directory.EnumerateFiles(Repository.Notebooks, "*.ipynb").Order(StringComparer.Ordinal).Select(file => Path.GetFileNameWithoutExtension(file))];

    [Theory]
    [MemberData(nameof(Lessons))]
    public async Task A_lesson_is_sent_once_and_stays_what_it_was(string lesson)
    {
        await using var course = await BrowsedCourse.OpenAsync(browser);
        var sent = 0L;
        course.Raw.WebSocket += (_, socket) => socket.FrameReceived += (_, frame) => Interlocked.Add(ref sent, frame.Binary?.Length ?? frame.Text?.Length ?? 0);
        var circuit = await HoldAsync(course.Raw);
        await course.Raw.GotoAsync(new Uri(new Uri(course.Raw.Url), $"/lessons/{lesson}").AbsoluteUri);
        var shown = await course.Raw.EvaluateAsync<string>(Shown);
        await course.Raw.EvaluateAsync("window.cells = document.querySelector('.cells')");

        circuit.SetResult();
        await course.UntilLiveAsync();

        Assert.True(await course.IsTrueAsync("!window.cells.isConnected"));
        Assert.Equal(shown, await course.Raw.EvaluateAsync<string>(Shown));
        Assert.False(await course.IsTrueAsync("!!document.querySelector('page-part:empty')"));
        Assert.InRange(Interlocked.Read(ref sent), 1, MostSent);
        Assert.Empty(course.Page.Problems);
    }

    [Fact]
    public async Task Place_selection_and_focus_stay()
    {
        await using var course = await BrowsedCourse.OpenAsync(browser);
        var circuit = await HoldAsync(course.Raw);
        await course.Raw.GotoAsync(new Uri(new Uri(course.Raw.Url), "/lessons/02-coroutines#the-lost-exception").AbsoluteUri);
        await course.Raw.EvaluateAsync("window.cells = document.querySelector('.cells')");
        await course.Raw.EvaluateAsync("window.heading = document.querySelector('#the-lost-exception')");
        await course.UntilAsync("Math.abs(heading.getBoundingClientRect().top) < 300");
        await course.Raw.EvaluateAsync("scrollTo({ top: scrollY, behavior: 'instant' })");
        await course.Raw.EvaluateAsync("heading.closest('.cell').nextElementSibling.querySelector('.run, .anchor').focus()");
        await course.Raw.EvaluateAsync("getSelection().selectAllChildren(heading)");
        const string Place = "[scrollY, getSelection().toString(), document.activeElement.closest('.cell').id, document.activeElement.className].join()";
        // The event that tells of a selection comes later than the selection.
        await course.Raw.EvaluateAsync("new Promise(done => requestAnimationFrame(() => setTimeout(done)))");
        var place = await course.Raw.EvaluateAsync<string>(Place);
        await course.Raw.EvaluateAsync("window.seenAt = heading.getBoundingClientRect().top");

        circuit.SetResult();
        await course.UntilLiveAsync();

        Assert.True(await course.IsTrueAsync("!window.cells.isConnected && heading.isConnected"));
        Assert.Equal(place, await course.Raw.EvaluateAsync<string>(Place));
        // The same to the pixel; parts of one are rounding.
        Assert.True(await course.IsTrueAsync("Math.abs(heading.getBoundingClientRect().top - seenAt) < 1"));
        Assert.Contains("The lost exception", place, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_chart_that_is_live_already_stays_the_same_and_is_drawn_once()
    {
        await using var course = await BrowsedCourse.OpenAsync(browser);
        var circuit = await HoldAsync(course.Raw);
        await course.Raw.GotoAsync(new Uri(new Uri(course.Raw.Url), "/lessons/01-parallelism-and-concurrency").AbsoluteUri);
        await course.Raw.Locator("figure.async-chart").First.ScrollIntoViewIfNeededAsync();
        await course.UntilAsync("document.querySelector('figure .ac-live .main-svg')");
        await course.Raw.EvaluateAsync("window.live = document.querySelector('figure .ac-live')");

        circuit.SetResult();
        await course.UntilLiveAsync();

        Assert.True(await course.IsTrueAsync("live.isConnected && live.querySelector('.main-svg') !== null"));
        Assert.True(await course.IsTrueAsync("[...document.querySelectorAll('figure')].every(figure => figure.querySelectorAll('.ac-live').length <= 1)"));
        await course.Raw.EvaluateAsync("document.querySelector('theme-switch [value=dark]').click()");
        await course.UntilAsync("getComputedStyle(live.querySelector('.xtick text')).fill !== 'rgb(31, 35, 40)'");
    }

    [Fact]
    public async Task Charts_out_of_sight_load_nothing()
    {
        await using var course = await BrowsedCourse.OpenAsync(browser, "/lessons/04-event-loop-and-tasks");
        Assert.Equal(0, await course.Raw.Locator("figure.async-chart[data-state]").CountAsync());
        Assert.DoesNotContain(course.Page.Requests, request => request.EndsWith("plotly.min.js", StringComparison.Ordinal));

        await course.Raw.Locator("figure.async-chart").First.ScrollIntoViewIfNeededAsync();
        await course.UntilAsync("document.querySelector('figure .ac-live .main-svg')");
    }

    [Fact]
    public async Task Charts_are_drawn_while_the_editor_is_being_loaded()
    {
        await using var course = await BrowsedCourse.OpenAsync(browser, "/lessons/01-parallelism-and-concurrency");
        var drawn = new TaskCompletionSource();
        await course.Raw.RouteAsync("**/editor.main.js", async route =>
        {
            await drawn.Task;
            await route.ContinueAsync();
        });
        await course.Raw.Locator(".code-cell pre.code").First.ClickAsync();
        await course.UntilAsync("window.define");

        await course.Raw.Locator("figure.async-chart").First.ScrollIntoViewIfNeededAsync();
        await course.UntilAsync("document.querySelector('figure .ac-live .main-svg')");
        drawn.SetResult();

        await course.UntilAsync("document.querySelector('.monaco-editor')");
        Assert.Empty(course.Page.Problems);
    }

    [Fact]
    public async Task Output_that_comes_before_the_circuit_is_shown()
    {
        await using var tab = await LessonTab.OpenAsync(browser, "Console.WriteLine(\"come \" + \"meanwhile\"); 40 + 2", "1");
        await using var late = await tab.OpenAnotherAsync();
        var circuit = await HoldAsync(late.Page);
        await late.Page.ReloadAsync();
        Assert.Equal(0, await late.Output("c1").CountAsync());

        await tab.RunAsync("c1");
        await tab.UntilPutOutAsync("c1", "42");
        circuit.SetResult();

        await late.UntilPutOutAsync("c1", "42");
        await late.UntilPutOutAsync("c1", "come meanwhile");
        Assert.Equal(["come meanwhile\n", "42"], await late.Output("c1").Locator("pre").AllTextContentsAsync());
        await late.RunAsync("c2");
        await late.UntilPutOutAsync("c2", "1");
        Assert.Empty(late.Problems);
    }

    [Fact]
    public async Task What_was_typed_into_the_search_box_is_searched_for()
    {
        await using var course = await BrowsedCourse.OpenAsync(browser);
        var circuit = await HoldAsync(course.Raw);
        await course.Raw.ReloadAsync();
        await course.PressAsync("/");
        await course.Raw.Keyboard.TypeAsync("lost ex");

        circuit.SetResult();
        await course.UntilLiveAsync();
        await course.Raw.Keyboard.TypeAsync("cep");

        await course.Raw.Locator(".hits mark", new() { HasText = "excep" }).First.WaitForAsync();
        Assert.Equal("lost excep", await course.Raw.Locator("#course-search").InputValueAsync());
    }

    /// <summary>Keeps circuits from a page until told otherwise.</summary>
    private static async Task<TaskCompletionSource> HoldAsync(IPage page)
    {
        var held = new TaskCompletionSource();
        await page.RouteAsync("**/_blazor/negotiate**", async route =>
        {
            await held.Task;
            await route.ContinueAsync();
        });
        return held;
    }
}
