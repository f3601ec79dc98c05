using System.Text.Json.Nodes;
using Browsing;
using Course.Tests.Serving;
using static Microsoft.Playwright.Assertions;

namespace Course.Tests.Components;

/// <summary>A lesson that is served on its own, and a browser's tab that shows it.</summary>
internal sealed class LessonTab : CourseTab
{
    private readonly Browser _browser;
    private readonly NotebookFolder _folder;
    private readonly ServedCourse _course;
    private readonly bool _isFirst;

    private LessonTab(Browser browser, NotebookFolder folder, ServedCourse course, Page page, bool isFirst)
        : base(page, course.Server.Address) => (_browser, _folder, _course, _isFirst) = (browser, folder, course, isFirst);

    /// <summary>The server, and a client that it lets in.</summary>
    public ServedCourse Course => _course;

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

    /// <summary>Clicks on a cell's button that runs it.</summary>
    public Task RunAsync(string id) => Cell(id, ".run").ClickAsync();

    /// <summary>Begins to edit a cell.</summary>
    public async Task EditAsync(string id)
    {
        await SelectAsync(id);
        await PressAsync("Enter");
        await Expect(Cell(id, ".editor-host :is(textarea.inputarea, .editor-host > textarea)")).ToBeFocusedAsync();
    }

    /// <summary>Loads the page again.</summary>
    public async Task GoAsync()
    {
        if (Page.Url == "about:blank")
        {
            // The page has the cookies of this request.
            await Page.APIRequest.GetAsync(_course.Server.Link(_course.Server.Keys.Token).AbsoluteUri);
        }

        await GoAsync("trial");
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (!_isFirst) return;
        await _course.DisposeAsync();
        _folder.Dispose();
    }
}
