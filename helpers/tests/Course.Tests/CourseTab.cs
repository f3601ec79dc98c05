using Browsing;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Course.Tests;

/// <summary>A browser's tab that shows a course which is served.</summary>
/// <param name="page">The tab's page, empty as yet.</param>
/// <param name="address">Where the course is served.</param>
internal abstract class CourseTab(Page page, Uri address) : IAsyncDisposable
{
    /// <summary>The page.</summary>
    public IPage Page => page.Raw;

    /// <summary>The errors and warnings of the page.</summary>
    public IReadOnlyList<string> Problems => page.Problems;

    /// <summary>What the page asked for from elsewhere.</summary>
    public IEnumerable<string> ForeignRequests => page.Requests.Where(request =>
        !request.StartsWith("data:", StringComparison.Ordinal) && !request.StartsWith("blob:", StringComparison.Ordinal)
        && new Uri(request).Authority != address.Authority);

    /// <summary>Goes to a lesson and waits until it can be worked with.</summary>
    public async Task GoAsync(string lesson)
    {
        await Page.GotoAsync(new Uri(address, $"/lessons/{lesson}").AbsoluteUri);
        await ReadyAsync();
    }

    /// <summary>Waits until the lesson that is shown can be worked with.</summary>
    public async Task ReadyAsync()
    {
        try
        {
            await Find(".lesson[data-attached]").WaitForAsync();
        }
        catch (TimeoutException) when (Problems.Count > 0)
        {
            Assert.Fail($"{Page.Url}: {string.Join('\n', Problems)}");
        }
    }

    /// <summary>What a selector matches.</summary>
    public ILocator Find(string selector) => Page.Locator(selector);

    /// <summary>A cell, and what is in it.</summary>
    public ILocator Cell(string id, string inside = "") => Page.Locator($"#cell-{id} {inside}".Trim());

    /// <summary>What a cell has put out.</summary>
    public ILocator Output(string id) => Cell(id, ".outputs");

    /// <summary>Selects a cell.</summary>
    public Task SelectAsync(string id) => Cell(id).FocusAsync();

    /// <summary>Presses keys, one after the other.</summary>
    public async Task PressAsync(params string[] keys)
    {
        foreach (var key in keys) await Page.Keyboard.PressAsync(key);
    }

    /// <summary>Waits until the page's address ends so.</summary>
    public Task UntilAtAsync(string end) => page.UntilAtAsync(end);

    /// <summary>Waits until a cell is in a state.</summary>
    public Task UntilAsync(string id, string state) => Expect(Cell(id)).ToHaveAttributeAsync("data-state", state);

    /// <summary>Waits until a cell has put out a text.</summary>
    public Task UntilPutOutAsync(string id, string text) => UntilContainsAsync(Output(id), text);

    /// <summary>Waits until the cell is selected.</summary>
    public Task UntilSelectedAsync(string id) => Expect(Cell(id)).ToBeFocusedAsync();

    /// <summary>Waits until something contains a text.</summary>
    public static Task UntilContainsAsync(ILocator what, string text) => Expect(what).ToContainTextAsync(text);

    /// <summary>Waits until there is something visible.</summary>
    public static Task UntilVisibleAsync(ILocator what) => Expect(what).ToBeVisibleAsync();

    /// <summary>Waits until there is nothing visible.</summary>
    public static Task UntilHiddenAsync(ILocator what) => Expect(what).ToBeHiddenAsync();

    /// <summary>Waits until there are so many.</summary>
    public static Task UntilCountAsync(ILocator what, int count, float patience = Browser.Patience) => Expect(what).ToHaveCountAsync(count, new() { Timeout = patience });

    public virtual ValueTask DisposeAsync() => page.DisposeAsync();
}
