using System.Text.Json.Nodes;
using Browsing;
using Course.Lessons;
using Microsoft.Playwright;

namespace Course.Tests.Exporting;

/// <summary>An export, opened from its folder in a real browser.</summary>
public sealed class ExportedPagesTests(Export export, Browser browser) : IClassFixture<Export>, IClassFixture<Browser>
{
    public static TheoryData<string, int, ColorScheme> Views => new(
        from page in new[] { "index", "lessons/02-coroutines", "lessons/05-interview-questions" }
        from view in new[] { (Width: 1280, Scheme: ColorScheme.Light), (Width: 390, Scheme: ColorScheme.Dark) }
        select (page, view.Width, view.Scheme));

    [Theory]
    [MemberData(nameof(Views))]
    public async Task A_page_fits_its_window_shows_its_pictures_and_asks_nothing_but_its_own_files(string name, int width, ColorScheme scheme)
    {
        await using var page = await OpenAsync(name + ".html", width, scheme);
        Assert.Equal(width, await page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        await page.Raw.EvaluateAsync("Promise.all([...document.images].map(image => { image.loading = 'eager'; return image.decode(); }))");
        Assert.All(page.Requests, request => Assert.True(
            request.StartsWith("data:", StringComparison.Ordinal) || request.StartsWith("blob:", StringComparison.Ordinal)
            || request.StartsWith(new Uri(export.Folder).AbsoluteUri + "/", StringComparison.Ordinal), request));
        Assert.Empty(page.Problems);
    }

    [Fact]
    public async Task Charts_become_interactive_and_a_lesson_is_presented()
    {
        await using var page = await OpenAsync("lessons/02-coroutines.html", 1280);
        await page.Raw.Locator("figure.async-chart").First.ScrollIntoViewIfNeededAsync();
        await page.UntilVisibleAsync("figure.async-chart .js-plotly-plot");
        await page.Raw.Keyboard.PressAsync("p");
        await page.UntilVisibleAsync("html[data-presenting]");
        Assert.Empty(page.Problems);
    }

    [Fact]
    public async Task Colours_are_chosen_and_kept_from_page_to_page()
    {
        await using var page = await OpenAsync("index.html", 1280);
        await page.Raw.ClickAsync("theme-switch [value=dark]");
        await page.Raw.GotoAsync(new Uri(export.Lesson("02-coroutines")).AbsoluteUri);
        Assert.Equal("dark", await page.EvaluateAsync<string>("getComputedStyle(document.documentElement).colorScheme"));
    }

    [Theory]
    [InlineData("await")]
    [InlineData("loop call")]
    [InlineData("协程")]
    [InlineData("CallSoon")]
    [InlineData("coroutines lost")]
    [InlineData("SOON 1")]
    [InlineData("nothing-of-that-kind")]
    public async Task Search_finds_what_the_served_course_finds(string query)
    {
        await using var page = await OpenAsync("index.html", 1280);
        await page.Raw.FillAsync("#course-search", query);
        await page.UntilVisibleAsync(".hits .count");
        var found = await page.EvaluateAsync<string[]>(
            "[...document.querySelectorAll('.hits a')].map(a => [a.getAttribute('href'), ...[...a.children].map(part => [...part.childNodes].map(n => n.nodeName === 'MARK' ? `[${n.textContent}]` : n.textContent).join(''))].join('|'))");
        var expected = new SearchIndex(new LessonCatalog(Repository.Notebooks).Lessons).Find(query).Select(hit => string.Join(
            '|',
            [
                $"lessons/{Uri.EscapeDataString(hit.Name)}.html" + (hit.Anchor.Length > 0 ? "#" + Uri.EscapeDataString(hit.Anchor) : ""),
                hit.Lesson, Show(hit.MarkedHeading), .. hit.Snippet.Count > 0 ? [Show(hit.Snippet)] : Array.Empty<string>(),
            ]));
        Assert.Equal(expected, found);
        Assert.Empty(page.Problems);

        static string Show(IEnumerable<MarkedText> text) => string.Concat(text.Select(piece => piece.IsMatch ? $"[{piece.Text}]" : piece.Text));
    }

    [Fact]
    public async Task A_search_leads_to_the_place()
    {
        await using var page = await OpenAsync("lessons/01-parallelism-and-concurrency.html", 1280);
        await page.Raw.Keyboard.PressAsync("/");
        await page.Raw.Keyboard.TypeAsync("forgotten await");
        await page.UntilVisibleAsync(".hits li:first-child a[href$='#the-forgotten-await']");
        await page.Raw.Keyboard.PressAsync("Enter");
        await page.UntilAtAsync(new Uri(export.Lesson("02-coroutines")).AbsoluteUri + "#the-forgotten-await");
    }

    [Fact]
    public async Task An_output_with_a_script_of_its_own_runs_in_a_frame_as_high_as_it_needs()
    {
        using var folder = new NotebookFolder();
        var output = new JsonObject
        {
            ["output_type"] = "display_data",
            ["metadata"] = new JsonObject(),
            ["data"] = new JsonObject { ["text/html"] = "<p id=x></p><div style='height:700px'></div><script>x.textContent = 'origin ' + origin; try { parent.document.title = 'taken' } catch { }</script>" },
        };
        File.WriteAllText(folder.File("a.ipynb"), NotebookFolder.Json([NotebookFolder.Code("a", "1", output)]).ToJsonString());
        await Export.WriteAsync(folder.Path, folder.Output);
        await using var page = await browser.OpenAsync(1280);
        await page.Raw.GotoAsync(new Uri(Path.Combine(folder.Output, "lessons", "a.html")).AbsoluteUri);
        Assert.Equal("origin null", await page.Raw.FrameLocator("iframe.frame").Locator("#x").TextContentAsync());
        await page.Raw.WaitForFunctionAsync("document.querySelector('iframe.frame')?.offsetHeight > 700");
        Assert.NotEqual("taken", await page.Raw.TitleAsync());
    }

    private async Task<Page> OpenAsync(string path, int width, ColorScheme scheme = ColorScheme.Light)
    {
        var page = await browser.OpenAsync(width, scheme);
        await page.Raw.GotoAsync(new Uri(Path.Combine(export.Folder, path)).AbsoluteUri);
        return page;
    }
}
