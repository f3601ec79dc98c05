using Browsing;
using Microsoft.Playwright;

namespace Course.Tests.Lessons;

/// <summary>The lessons' pages, opened from their folder in a real browser.</summary>
[Collection(nameof(Undisturbed))]
public sealed class LessonPageTests(LessonRuns runs, Browser browser) : IClassFixture<Browser>
{
    public static TheoryData<string, int, ColorScheme> Views => new(
        from lesson in Lesson.All
        from view in new[] { (Width: 1280, Scheme: ColorScheme.Light), (Width: 390, Scheme: ColorScheme.Dark) }
        select (lesson.Name, view.Width, view.Scheme));

    [Theory]
    [MemberData(nameof(Views))]
    public async Task A_page_fits_its_window_shows_its_pictures_and_asks_no_network(string name, int width, ColorScheme scheme)
    {
        await using var page = await browser.OpenAsync(width, scheme);
        await page.Raw.GotoAsync(new Uri(runs.Course.PageFile(name)).AbsoluteUri);

        Assert.Equal(width, await page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        Assert.True(await page.EvaluateAsync<bool>("[...document.images].every(image => image.complete && image.naturalWidth > 100)"));
        Assert.All(page.Requests, request => Assert.Matches("^(file|data|blob):", request));
        Assert.Empty(page.Problems);
    }

    [Theory]
    [MemberData(nameof(LessonTests.Lessons), MemberType = typeof(LessonTests))]
    public async Task On_a_wide_page_charts_become_interactive(string name)
    {
        await using var page = await browser.OpenAsync(1280);
        await page.Raw.GotoAsync(new Uri(runs.Course.PageFile(name)).AbsoluteUri);
        await page.Raw.Locator("figure.async-chart").First.ScrollIntoViewIfNeededAsync();
        await page.UntilVisibleAsync("figure.async-chart .js-plotly-plot");
        Assert.Empty(page.Problems);
    }
}
