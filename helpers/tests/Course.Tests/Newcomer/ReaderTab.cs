using Browsing;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Course.Tests.Newcomer;

/// <summary>A browser's tab in which somebody works with the course.</summary>
internal sealed class ReaderTab : IAsyncDisposable
{
    /// <summary>Milliseconds: long enough for any machine; nothing waits for it unless something is broken.</summary>
    public const float Patience = Browser.Patience;

    private readonly Page _page;
    private readonly Uri _address;

    private ReaderTab(Page page, Uri address) => (_page, _address) = (page, address);

    /// <summary>The page.</summary>
    public IPage Page => _page.Raw;

    /// <summary>The errors and warnings of the page.</summary>
    public IReadOnlyList<string> Problems => _page.Problems;

    /// <summary>What the page asked for from elsewhere.</summary>
    public IEnumerable<string> ForeignRequests => _page.Requests.Where(request =>
        !request.StartsWith("data:", StringComparison.Ordinal) && !request.StartsWith("blob:", StringComparison.Ordinal)
        && new Uri(request).Authority != _address.Authority);

    /// <summary>Follows the link that the course has printed.</summary>
    public static async Task<ReaderTab> FollowAsync(Browser browser, Uri link, int width = 1280, ColorScheme scheme = ColorScheme.Light)
    {
        var page = await browser.OpenAsync(width, scheme);
        var tab = new ReaderTab(page, new Uri(link.GetLeftPart(UriPartial.Authority)));
        await page.Raw.GotoAsync(link.AbsoluteUri);
        await tab.UntilAtAsync(tab._address.AbsoluteUri);
        return tab;
    }

    /// <summary>Goes to a lesson and waits until it can be worked with.</summary>
    public async Task GoAsync(string lesson)
    {
        await Page.GotoAsync(new Uri(_address, $"/lessons/{lesson}").AbsoluteUri);
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

    /// <summary>Clicks on a cell's button that runs it, and waits until it has run.</summary>
    public async Task RunAsync(string id)
    {
        await Cell(id, ".run").ClickAsync();
        await UntilAsync(id, "succeeded");
    }

    /// <summary>Waits until a cell is in a state.</summary>
    public Task UntilAsync(string id, string state) => Expect(Cell(id)).ToHaveAttributeAsync("data-state", state, new() { Timeout = Patience });

    /// <summary>Waits until something contains a text.</summary>
    public static Task UntilContainsAsync(ILocator what, string text) => Expect(what).ToContainTextAsync(text, new() { Timeout = Patience });

    /// <summary>Waits until there is something visible.</summary>
    public static Task UntilVisibleAsync(ILocator what) => Expect(what).ToBeVisibleAsync(new() { Timeout = Patience });

    /// <summary>Waits until there is nothing visible.</summary>
    public static Task UntilHiddenAsync(ILocator what) => Expect(what).ToBeHiddenAsync(new() { Timeout = Patience });

    /// <summary>Waits until so many are there.</summary>
    public static Task UntilCountAsync(ILocator what, int count, float patience = Patience) => Expect(what).ToHaveCountAsync(count, new() { Timeout = patience });

    /// <summary>Waits until the page's address ends so.</summary>
    public Task UntilAtAsync(string end) => _page.UntilAtAsync(end);

    /// <summary>Presses keys, one after the other.</summary>
    public async Task PressAsync(params string[] keys)
    {
        foreach (var key in keys) await Page.Keyboard.PressAsync(key);
    }

    /// <summary>Writes other code into a cell, with the editor.</summary>
    public async Task WriteAsync(string id, string code)
    {
        await Cell(id).FocusAsync();
        await PressAsync("Enter");
        // Monaco's, or the one that telephones get.
        await Expect(Cell(id, ".editor-host textarea").First).ToBeFocusedAsync(new() { Timeout = Patience });
        await PressAsync("ControlOrMeta+a");
        // As pasted: completion is tested elsewhere.
        await Page.Keyboard.InsertTextAsync(code);
    }

    /// <summary>Scrolls to each chart and waits until it is drawn.</summary>
    /// <returns>How many there are, and the titles of those that are not drawn.</returns>
    public async Task<(int Count, IReadOnlyList<string> Blank)> LookAtChartsAsync()
    {
        var figures = await Find("figure.async-chart").AllAsync();
        var blank = new List<string>();
        foreach (var figure in figures)
        {
            var title = await figure.EvaluateAsync<string>("figure => figure.querySelector('svg > title')?.textContent ?? 'no title'");
            if (!await figure.EvaluateAsync<bool>(IsDrawn)) blank.Add(title);
        }

        return (figures.Count, blank);
    }

    /// <summary>
    /// Whether a chart comes to be drawn when it is looked at: by plotly.js where there is room, else as a picture; with axes or
    /// not, but with something on it that has a size.
    /// </summary>
    private const string IsDrawn = """
        async figure => {
          const narrowest = 480;
          const hasSize = mark => { const { width, height } = mark.getBoundingClientRect(); return Math.max(width, height) > 2; };
          const isDrawn = () => {
            const live = figure.querySelector('.ac-live');
            if (figure.clientWidth >= narrowest) {
              return live !== null && getComputedStyle(live).visibility === 'visible'
                && [...live.querySelectorAll('.plot path, .plot rect, .shapelayer path')].some(hasSize);
            }

            const picture = figure.querySelector(':scope > svg');
            return picture.getBoundingClientRect().height > 50 && [...picture.querySelectorAll('rect, path, circle, line')].some(hasSize);
          };
          figure.scrollIntoView({ block: 'center', behavior: 'instant' });
          for (const end = performance.now() + 20_000; performance.now() < end;) {
            if (isDrawn()) return true;
            await new Promise(done => setTimeout(done, 20));
          }

          return false;
        }
        """;

    /// <summary>How many pixels of the page do not fit into its width.</summary>
    public Task<int> OverhangAsync() => Page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");

    public ValueTask DisposeAsync() => _page.DisposeAsync();
}
