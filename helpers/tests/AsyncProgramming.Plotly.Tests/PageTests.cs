using AsyncProgramming.Charts;
using AsyncProgramming.Tests.Charts;
using Browsing;
using Microsoft.Playwright;

namespace AsyncProgramming.Plotly.Tests;

/// <summary>Charts on real pages.</summary>
public sealed class PageTests(Browser browser) : IClassFixture<Browser>
{
    [Fact]
    public async Task Without_plotly_js_the_page_shows_pictures_and_no_text_of_a_script_and_asks_the_network_for_nothing()
    {
        await using var page = await browser.OpenAsync();
        await page.ShowAsync(All());
        await page.UntilVisibleAsync("figure .ac-offer");
        Assert.True(await page.EvaluateAsync<bool>("[...document.querySelectorAll('figure > svg')].every(svg => svg.getBoundingClientRect().width > 700)"));
        Assert.DoesNotContain("hovertemplate", await page.EvaluateAsync<string>("document.body.innerText"), StringComparison.Ordinal);
        Assert.Empty(page.Requests);
        Assert.Empty(page.Problems);
    }

    [Theory]
    [InlineData(390)]
    [InlineData(800)]
    [InlineData(1920)]
    public async Task A_picture_fits_its_page_and_its_texts_lie_neither_on_each_other_nor_outside(int width)
    {
        await using var page = await browser.OpenAsync(width);
        await page.ShowAsync(All());
        var overflow = await page.EvaluateAsync<int>("document.documentElement.scrollWidth - innerWidth");
        Assert.True(overflow <= 0, $"The page is {overflow} wider than the window.");
        var collisions = await page.EvaluateAsync<string[]>(
            """
            [...document.querySelectorAll('figure > svg')].flatMap(svg => {
              const card = svg.getBoundingClientRect();
              const texts = [...svg.querySelectorAll('text')].map(text => ({ text: text.firstChild.textContent, box: text.getBoundingClientRect() }));
              const found = texts.filter(({ box }) => box.left < card.left || box.right > card.right || box.top < card.top || box.bottom > card.bottom)
                .map(({ text }) => `${text} is clipped`);
              const shrink = 0.12;
              texts.forEach((a, i) => texts.slice(i + 1).forEach(b => {
                const high = Math.min(a.box.bottom, b.box.bottom) - Math.max(a.box.top, b.box.top);
                const wide = Math.min(a.box.right, b.box.right) - Math.max(a.box.left, b.box.left);
                if (wide > 0.5 && high > shrink * Math.min(a.box.height, b.box.height) * 2) found.push(`${a.text} lies on ${b.text}`);
              }));
              return found;
            })
            """);
        Assert.Empty(collisions);
    }

    [Fact]
    public async Task With_plotly_js_on_the_page_every_chart_becomes_interactive_and_keeps_what_it_says()
    {
        await using var page = await browser.OpenAsync();
        await page.ShowAsync(Html("states"), head: Script());
        await page.UntilVisibleAsync("figure .js-plotly-plot");
        await page.UntilVisibleAsync("figure .ac-title");
        Assert.False(await page.SeesAsync("figure > svg"));
        Assert.False(await page.SeesAsync("figure .ac-offer"));
        var text = await page.EvaluateAsync<string>("document.querySelector('.ac-live').textContent");
        foreach (var expected in new[] { "Every state", "time (s)", "nobody", "blocked", "thread 4", "elapsed", "CPU", "240 ms" })
        {
            Assert.Contains(expected, text, StringComparison.Ordinal);
        }

        Assert.Equal(
            ChartSamples.All["states"].Describe(),
            await page.EvaluateAsync<string>("document.querySelector('.ac-live').getAttribute('aria-label')"));
        Assert.Empty(page.Problems);
    }

    [Fact]
    public async Task Plotly_js_draws_every_chart_without_a_complaint()
    {
        await using var page = await browser.OpenAsync();

        // Charts are drawn when they come near to the window.
        await page.Raw.SetViewportSizeAsync(900, 20_000);
        await page.ShowAsync(All(), head: Script());
        await page.Raw.WaitForFunctionAsync(
            """
            [...document.querySelectorAll('figure.async-chart')].every(figure =>
              figure.querySelector('.js-plotly-plot .main-svg') || !figure.querySelector('script[type="application/json"]'))
            """);
        Assert.Empty(page.Problems);
    }

    [Fact]
    public async Task A_page_that_loads_plotly_js_later_says_so()
    {
        await using var page = await browser.OpenAsync();
        await page.ShowAsync(Html("pool"));
        await page.UntilVisibleAsync("figure .ac-offer");
        await page.AddScriptAsync(Library.Script);
        await page.EvaluateAsync<bool>("document.dispatchEvent(new Event('plotly-ready'))");
        await page.UntilVisibleAsync("figure .js-plotly-plot");
    }

    [Fact]
    public async Task A_click_loads_the_checked_plotly_js_for_the_whole_page()
    {
        await using var page = await browser.OpenAsync();
        await page.Raw.RouteAsync(Charts.Interactive.Plotly.Source, route => route.FulfillAsync(new RouteFulfillOptions
        {
            Path = Library.Script,
            ContentType = "text/javascript",
            Headers = new Dictionary<string, string> { ["Access-Control-Allow-Origin"] = "*" },
        }));

        // As in VS Code: a module loader that would take plotly.js for a module of its own.
        await page.ShowAsync(Html("pool") + Html("states"), head: "<script>window.define = () => {}; define.amd = {};</script>");
        await page.Raw.Locator(".ac-offer").First.ClickAsync();
        await page.UntilVisibleAsync("figure:nth-of-type(1) .js-plotly-plot");
        await page.UntilVisibleAsync("figure:nth-of-type(2) .js-plotly-plot");
        Assert.True(await page.EvaluateAsync<bool>("Boolean(define.amd)"));
    }

    [Theory]
    [InlineData("no network")]
    [InlineData("another file")]
    public async Task Where_plotly_js_cannot_be_had_the_picture_stays(string reason)
    {
        await using var page = await browser.OpenAsync();
        await page.Raw.RouteAsync(Charts.Interactive.Plotly.Source, route => reason == "no network"
            ? route.AbortAsync()
            : route.FulfillAsync(new RouteFulfillOptions
            {
                Body = "window.Plotly = 'tampered with'",
                ContentType = "text/javascript",
                Headers = new Dictionary<string, string> { ["Access-Control-Allow-Origin"] = "*" },
            }));
        await page.ShowAsync(Html("pool"));
        await page.Raw.Locator(".ac-offer").ClickAsync();
        await page.Raw.GetByText("cannot be reached").WaitForAsync();
        Assert.True(await page.SeesAsync("figure > svg"));
        Assert.True(await page.EvaluateAsync<bool>("window.Plotly === undefined"));
    }

    [Fact]
    public async Task A_figure_that_plotly_js_refuses_stays_a_picture()
    {
        await using var page = await browser.OpenAsync();
        await page.ShowAsync(Html("pool"), head: "<script>window.Plotly = { react() { throw new Error('refused'); } };</script>");
        await page.Raw.Locator("figure[data-state=failed]").WaitForAsync();
        Assert.True(await page.SeesAsync("figure > svg"));
        Assert.Equal(0, await page.Raw.Locator(".ac-live").CountAsync());
    }

    [Fact]
    public async Task A_chart_that_is_shown_in_place_of_another_becomes_interactive_too()
    {
        await using var page = await browser.OpenAsync();
        await page.ShowAsync($"<div id=output>{Html("pool")}</div>", head: Script());
        await page.UntilVisibleAsync("figure .js-plotly-plot");

        // As front ends do: the HTML is parsed, then its scripts are made anew, so that they run.
        await page.Raw.EvaluateAsync(
            """
            html => {
              const output = document.getElementById('output');
              output.innerHTML = html;
              for (const old of output.querySelectorAll('script')) {
                const script = document.createElement('script');
                for (const { name, value } of old.attributes) script.setAttribute(name, value);
                script.textContent = old.textContent;
                old.replaceWith(script);
              }
            }
            """,
            Html("states"));
        await page.Raw.Locator(".ac-title", new PageLocatorOptions { HasText = "Every state" }).WaitForAsync();
        await page.UntilVisibleAsync("figure .js-plotly-plot");
        Assert.Equal(1, await page.Raw.Locator("figure").CountAsync());
        Assert.Empty(page.Problems);
    }

    [Theory]
    [InlineData("class=vscode-dark", "", true)]
    [InlineData("class=vscode-light", "", false)]
    [InlineData("data-jp-theme-light=false", "", true)]
    [InlineData("data-theme=dark", "", true)]
    [InlineData("", "", false)]
    [InlineData("", "<style>:root{color-scheme:light dark}</style>", true)]
    [InlineData("data-jp-theme-light=true", "<style>:root{color-scheme:light dark}</style>", false)]
    public async Task The_card_is_as_dark_as_the_page_declares_itself_on_a_dark_desktop(string body, string head, bool dark)
    {
        await using var page = await browser.OpenAsync(scheme: ColorScheme.Dark);
        await page.ShowAsync(Html("pool"), head, body);
        var card = await page.EvaluateAsync<string>("getComputedStyle(document.querySelector('figure > svg > rect')).fill");
        Assert.Equal(dark ? "rgb(27, 31, 36)" : "rgb(255, 255, 255)", card);
    }

    [Fact]
    public async Task An_interactive_chart_follows_a_change_of_theme_and_of_width()
    {
        await using var page = await browser.OpenAsync();
        await page.ShowAsync(Html("pool"), head: Script());
        await page.UntilVisibleAsync("figure .js-plotly-plot");
        await page.Raw.EvaluateAsync("document.body.className = 'vscode-dark'");
        await page.Raw.WaitForFunctionAsync(
            "getComputedStyle(document.querySelector('.js-plotly-plot .main-svg')).backgroundColor === 'rgb(27, 31, 36)'");
        await page.Raw.SetViewportSizeAsync(700, 1200);
        await page.Raw.WaitForFunctionAsync("document.querySelector('.js-plotly-plot .main-svg').clientWidth < 700");
        await page.Raw.SetViewportSizeAsync(390, 1200);
        await page.UntilVisibleAsync("figure > svg");
        Assert.Equal(0, await page.Raw.Locator(".ac-live").CountAsync());
        Assert.Empty(page.Problems);
    }

    [Fact]
    public async Task Where_style_sheets_and_scripts_are_removed_the_picture_is_complete()
    {
        await using var page = await browser.OpenAsync();
        var html = System.Text.RegularExpressions.Regex.Replace(Html("states"), "<(style|script).*?</\\1>", "", System.Text.RegularExpressions.RegexOptions.Singleline);
        await page.ShowAsync(html, bodyAttributes: "style='background:#000'");
        Assert.True(await page.SeesAsync("figure > svg"));
        Assert.Equal("rgb(255, 255, 255)", await page.EvaluateAsync<string>("getComputedStyle(document.querySelector('figure > svg > rect')).fill"));
        Assert.Equal("rgb(31, 35, 40)", await page.EvaluateAsync<string>("getComputedStyle(document.querySelector('figure text')).fill"));
    }

    private static string Html(string name) => ChartHtml.Of(ChartSamples.All[name], Library.Renderer);

    private static string All() => string.Concat(ChartSamples.All.Keys.Select(Html));

    private static string Script() => $"<script>{File.ReadAllText(Library.Script)}</script>";
}
