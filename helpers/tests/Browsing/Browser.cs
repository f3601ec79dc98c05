using Microsoft.Playwright;
using Requirements;

namespace Browsing;

/// <summary>The machine's own Chromium, started once for all tests.</summary>
public sealed class Browser : IAsyncLifetime
{
    /// <summary>Milliseconds: long enough for any machine; nothing waits for it unless something is broken.</summary>
    public const float Patience = 90_000;

    // What of Chromium's kind the systems come with.
    private static readonly string[] Paths =
    [
        "/usr/bin/chromium",
        "/usr/bin/chromium-browser",
        "/usr/bin/google-chrome",
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        "/Applications/Chromium.app/Contents/MacOS/Chromium",
        @"C:\Program Files\Google\Chrome\Application\chrome.exe",
        @"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
    ];

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async ValueTask InitializeAsync()
    {
        if (Array.Find(Paths, File.Exists) is not { } path) return;
        Assertions.SetDefaultExpectTimeout(Patience);
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = path,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
    }

    /// <summary>Whether the machine has one.</summary>
    public bool IsThere => _browser is not null;

    /// <summary>Skips the test where the machine has none; in continuous integration that is a failure.</summary>
    public void Require() => Requirement.Check(IsThere, "Chromium", "chromium");

    /// <summary>Opens an empty page that records what goes wrong on it and every request that it makes.</summary>
    public async Task<Page> OpenAsync(int width = 900, ColorScheme scheme = ColorScheme.Light)
    {
        Require();
        var page = await _browser!.NewPageAsync(new BrowserNewPageOptions
        {
            ViewportSize = new ViewportSize { Width = width, Height = 1200 },
            ColorScheme = scheme,
        });
        page.SetDefaultTimeout(Patience);
        return new Page(page);
    }

    /// <summary>A window of its own, whose tabs share what the browser keeps.</summary>
    public async Task<IBrowserContext> OpenWindowAsync()
    {
        Require();
        var window = await _browser!.NewContextAsync();
        window.SetDefaultTimeout(Patience);
        return window;
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        _playwright?.Dispose();
    }
}
