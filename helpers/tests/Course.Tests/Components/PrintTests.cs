using Browsing;
using Microsoft.Playwright;

namespace Course.Tests.Components;

public sealed class PrintTests(Browser browser) : IClassFixture<Browser>
{
    [Fact]
    public async Task Paper_gets_the_lesson_and_nothing_around_it()
    {
        await using var course = await BrowsedCourse.OpenAsync(browser, "/lessons/02-coroutines", scheme: ColorScheme.Dark);
        await course.Raw.Locator("theme-switch [value=dark]").ClickAsync();

        await course.Raw.Locator("figure.async-chart").First.ScrollIntoViewIfNeededAsync();
        await course.Page.UntilVisibleAsync(".async-chart > .ac-live .main-svg");

        await course.Raw.EmulateMediaAsync(new PageEmulateMediaOptions { Media = Media.Print });

        foreach (var around in new[] { ".bar", "#course-nav", ".trail", ".onward", ".toolbar" }) Assert.False(await course.Page.SeesAsync(around), around);
        Assert.Equal("light", await course.Raw.EvaluateAsync<string>("getComputedStyle(document.documentElement).colorScheme"));
        // Charts are pictures in the colours of paper, also those that are interactive on the screen.
        Assert.True(await course.IsTrueAsync("[...document.querySelectorAll('.async-chart > svg')].every(picture => picture.checkVisibility() && getComputedStyle(picture).colorScheme === 'light')"));
        Assert.False(await course.Page.SeesAsync(".ac-live"));
        var pdf = await course.Raw.PdfAsync();
        Assert.True(pdf.Length > 50_000);
    }
}
