using System.Text.Json.Nodes;
using Browsing;
using Course.Tests.Serving;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Course.Tests.Components;

/// <summary>A lesson that is served on its own, and a browser's tab that shows it.</summary>
internal sealed class LessonTab : IAsyncDisposable
{
    /// <summary>Milliseconds: long enough for any machine; nothing waits for it unless something is broken.</summary>
    private const float Patience = Browser.Patience;

    private readonly Browser _browser;
    private readonly NotebookFolder _folder;
    private readonly ServedCourse _course;
    private readonly Page _page;
    private readonly bool _isFirst;

    private LessonTab(Browser browser, NotebookFolder folder, ServedCourse course, Page page, bool isFirst) =>
        (_browser, _folder, _course, _page, _isFirst) = (browser, folder, course, page, isFirst);

    /// <summary>The page.</summary>
    public IPage Page => _page.Raw;

    /// <summary>The server, and a client that it lets in.</summary>
    public ServedCourse Course => _course;

    /// <summary>What went wrong on the page.</summary>
    public IReadOnlyList<string> Problems => _page.Problems;

    /// <summary>What the page asked for from elsewhere.</summary>
    public IEnumerable<string> ForeignRequests => _page.Requests.Where(request =>
        !request.StartsWith("data:", StringComparison.Ordinal) && !request.StartsWith("blob:", StringComparison.Ordinal)
        && new Uri(request).Authority != _course.Server.Address.Authority);

    /// <summary>Opens a lesson of code cells, whose ids are <c>c1</c>, <c>c2</c> and so on.</summary>
    public static Task<LessonTab> OpenAsync(Browser browser, params string[] cells) =>
        OpenAsync(browser, cells.Select((code, index) => NotebookFolder.Code($"c{index + 1}", code)));

    /// <summary>Opens a lesson of the given cells.</summary>
    public static async Task<LessonTab> OpenAsync(Browser browser, IEnumerable<JsonObject> cells, int width = 1280)
    {
        var folder = new NotebookFolder();
        await File.WriteAllTextAsync(folder.File("trial.ipynb"), NotebookFolder.Json(cells).ToJsonString(), TestContext.Current.CancellationToken);
        var course = await ServedCourse.StartAsync(folder.Path);
        var tab = new LessonTab(browser, folder, course, await browser.OpenAsync(width), isFirst: true);
        await tab.GoAsync();
        return tab;
    }

    /// <summary>Opens the same lesson in another tab.</summary>
    public async Task<LessonTab> OpenAnotherAsync()
    {
        var tab = new LessonTab(_browser, _folder, _course, await _browser.OpenAsync(1280), isFirst: false);
        await tab.GoAsync();
        return tab;
    }

    /// <summary>What a selector matches.</summary>
    public ILocator Find(string selector) => Page.Locator(selector);

    /// <summary>A cell, and what is in it.</summary>
    public ILocator Cell(string id, string inside = "") => Page.Locator($"#cell-{id} {inside}".Trim());

    /// <summary>What a cell has put out.</summary>
    public ILocator Output(string id) => Cell(id, ".outputs");

    /// <summary>Clicks on a cell's button that runs it.</summary>
    public Task RunAsync(string id) => Cell(id, ".run").ClickAsync();

    /// <summary>Waits until a cell is in a state.</summary>
    public Task UntilAsync(string id, string state) =>
        Expect(Cell(id)).ToHaveAttributeAsync("data-state", state, new() { Timeout = Patience });

    /// <summary>Waits until a cell has put out a text.</summary>
    public Task UntilPutOutAsync(string id, string text) => UntilContainsAsync(Output(id), text);

    /// <summary>Waits until something contains a text.</summary>
    public static Task UntilContainsAsync(ILocator what, string text) => Expect(what).ToContainTextAsync(text, new() { Timeout = Patience });

    /// <summary>Waits until there is something visible.</summary>
    public static Task UntilVisibleAsync(ILocator what) => Expect(what).ToBeVisibleAsync(new() { Timeout = Patience });

    /// <summary>Waits until there is nothing visible.</summary>
    public static Task UntilHiddenAsync(ILocator what) => Expect(what).ToBeHiddenAsync(new() { Timeout = Patience });

    /// <summary>Waits until there are so many.</summary>
    public static Task UntilCountAsync(ILocator what, int count) => Expect(what).ToHaveCountAsync(count, new() { Timeout = Patience });

    /// <summary>Waits until the cell is selected.</summary>
    public Task UntilSelectedAsync(string id) => Expect(Cell(id)).ToBeFocusedAsync(new() { Timeout = Patience });

    /// <summary>Selects a cell.</summary>
    public Task SelectAsync(string id) => Cell(id).FocusAsync();

    /// <summary>Presses keys, one after the other.</summary>
    public async Task PressAsync(params string[] keys)
    {
        foreach (var key in keys) await Page.Keyboard.PressAsync(key);
    }

    /// <summary>Begins to edit a cell.</summary>
    public async Task EditAsync(string id)
    {
        await SelectAsync(id);
        await PressAsync("Enter");
        await Expect(Cell(id, ".editor-host :is(textarea.inputarea, .editor-host > textarea)")).ToBeFocusedAsync(new() { Timeout = Patience });
    }

    /// <summary>Loads the page again.</summary>
    public async Task GoAsync()
    {
        if (Page.Url == "about:blank")
        {
            // The page has the cookies of this request.
            await Page.APIRequest.GetAsync(_course.Server.Link(_course.Server.Keys.Token).AbsoluteUri);
        }

        await Page.GotoAsync(new Uri(_course.Server.Address, "/lessons/trial").AbsoluteUri);
        await Page.Locator(".lesson[data-attached]").WaitForAsync(new() { Timeout = Patience });
    }

    public async ValueTask DisposeAsync()
    {
        await _page.DisposeAsync();
        if (!_isFirst) return;
        await _course.DisposeAsync();
        _folder.Dispose();
    }
}
