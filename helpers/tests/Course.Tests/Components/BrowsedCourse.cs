using Browsing;
using Course.Tests.Serving;
using Microsoft.Playwright;

namespace Course.Tests.Components;

/// <summary>The course, served, and a browser that shows a page of it.</summary>
internal sealed class BrowsedCourse : IAsyncDisposable
{
    private readonly ServedCourse _course;

    private BrowsedCourse(ServedCourse course, Page page) => (_course, Page) = (course, page);

    public Page Page { get; }

    public IPage Raw => Page.Raw;

    public static async Task<BrowsedCourse> OpenAsync(
        Browser browser, string path = "/", string? notebooks = null, int width = 1280, int height = 900, ColorScheme scheme = ColorScheme.Light)
    {
        var course = await ServedCourse.StartAsync(notebooks);
        try
        {
            var browsed = new BrowsedCourse(course, await browser.OpenAsync(width, scheme));
            await browsed.Raw.SetViewportSizeAsync(width, height);
            await browsed.GoAsync($"/?token={course.Server.Keys.Token}");
            if (path != "/") await browsed.GoAsync(path);
            return browsed;
        }
        catch
        {
            await course.DisposeAsync();
            throw;
        }
    }

    /// <summary>Opens a page, and waits until the server is behind it.</summary>
    public async Task GoAsync(string path)
    {
        await Raw.GotoAsync(new Uri(_course.Server.Address, path).AbsoluteUri);
        await UntilLiveAsync();
    }

    /// <summary>Waits until the server is behind the page.</summary>
    public async Task UntilLiveAsync()
    {
        await Raw.Locator(".search[data-live]").WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Attached });
        if (new Uri(Raw.Url).AbsolutePath.StartsWith("/lessons/", StringComparison.Ordinal)) await Raw.Locator(".lesson[data-attached]").WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Attached });
    }

    public Task PressAsync(string key) => Raw.Keyboard.PressAsync(key);

    public Task<bool> IsTrueAsync(string expression) => Raw.EvaluateAsync<bool>(expression);

    /// <summary>Waits until an expression is true. Playwright's own way of waiting needs what the page's policy forbids.</summary>
    public Task UntilAsync(string expression) =>
        Condition.UntilAsync(() => IsTrueAsync($"!!({expression})"), () => $"It does not come true: {expression}");

    public async ValueTask DisposeAsync()
    {
        await Page.DisposeAsync();
        await _course.DisposeAsync();
    }
}
