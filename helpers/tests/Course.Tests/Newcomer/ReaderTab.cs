using Browsing;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Course.Tests.Newcomer;

/// <summary>A browser's tab in which somebody works with the course.</summary>
internal sealed class ReaderTab : CourseTab
{
    private ReaderTab(Page page, Uri address)
        : base(page, address)
    {
    }

    /// <summary>Follows the link that the course has printed.</summary>
    public static async Task<ReaderTab> FollowAsync(Browser browser, Uri link, int width = 1280, ColorScheme scheme = ColorScheme.Light)
    {
        var page = await browser.OpenAsync(width, scheme);
        var address = new Uri(link.GetLeftPart(UriPartial.Authority));
        var tab = new ReaderTab(page, address);
        await page.Raw.GotoAsync(link.AbsoluteUri);
        await tab.UntilAtAsync(address.AbsoluteUri);
        return tab;
    }

    /// <summary>Clicks on a cell's button that runs it, and waits until it has run.</summary>
    public async Task RunAsync(string id)
    {
        await Cell(id, ".run").ClickAsync();
        await UntilAsync(id, "succeeded");
    }

    /// <summary>Writes other code into a cell, with the editor.</summary>
    public async Task WriteAsync(string id, string code)
    {
        await Cell(id).FocusAsync();
        await PressAsync("Enter");
        // Monaco's, or the one that telephones get.
        await Expect(Cell(id, ".editor-host textarea").First).ToBeFocusedAsync();
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
}
