using Browsing;
using Microsoft.Playwright;

namespace Course.Tests.Components;

public sealed class ShellTests(Browser browser) : IClassFixture<Browser>
{
    [Fact]
    public async Task The_chosen_colours_are_there_before_anything_is_painted_and_outlast_a_reload()
    {
        await using var course = await BrowsedCourse.OpenAsync(browser);
        Assert.Equal("color(srgb 1 1 1)", await BackgroundAsync(course));

        await course.Raw.Locator("theme-switch [value=dark]").ClickAsync();
        Assert.NotEqual("color(srgb 1 1 1)", await BackgroundAsync(course));

        // What the page is while its body is still to come.
        await course.Raw.AddInitScriptAsync(
            "new MutationObserver((_, self) => { if (document.body) { window.firstTheme = document.documentElement.dataset.theme; self.disconnect(); } })"
            + ".observe(document, { childList: true, subtree: true })");
        await course.Raw.ReloadAsync();
        Assert.Equal("dark", await course.Raw.EvaluateAsync<string>("window.firstTheme"));
        await course.UntilLiveAsync();
        Assert.Equal("true", await course.Raw.Locator("theme-switch [value=dark]").GetAttributeAsync("aria-checked"));

        await course.PressAsync("Tab");
        await course.Raw.Locator("theme-switch [value=dark]").FocusAsync();
        await course.PressAsync("ArrowRight");
        Assert.Equal("true", await course.Raw.Locator("theme-switch [value=system]").GetAttributeAsync("aria-checked"));
        Assert.Equal("color(srgb 1 1 1)", await BackgroundAsync(course));
    }

    [Fact]
    public async Task The_first_key_leads_past_the_navigation()
    {
        await using var course = await BrowsedCourse.OpenAsync(browser, "/lessons/02-coroutines");

        await course.PressAsync("Tab");
        Assert.Equal("Skip to the content", await course.Raw.EvaluateAsync<string>("document.activeElement.textContent"));
        await course.PressAsync("Enter");
        Assert.Equal("course-content", await course.Raw.EvaluateAsync<string>("document.activeElement.id"));
    }

    [Fact]
    public async Task On_a_telephone_the_navigation_is_a_drawer()
    {
        await using var course = await BrowsedCourse.OpenAsync(browser, "/lessons/02-coroutines", width: 390, height: 844);
        var nav = course.Raw.Locator("#course-nav");
        Assert.False(await nav.IsVisibleAsync());

        await course.Raw.Locator(".bar-menu").FocusAsync();
        await course.PressAsync("Enter");
        Assert.True(await nav.IsVisibleAsync());
        await course.PressAsync("Tab");
        Assert.True(await course.IsTrueAsync("document.activeElement.closest('#course-nav') !== null"));
        await course.PressAsync("Escape");
        Assert.False(await nav.IsVisibleAsync());
        Assert.True(await course.IsTrueAsync("document.activeElement.matches('.bar-menu')"));

        await course.Raw.Locator(".bar-menu").ClickAsync();
        await nav.GetByText("The lost exception").ClickAsync();
        await course.UntilAsync("location.hash === '#the-lost-exception'");
        Assert.False(await nav.IsVisibleAsync());
        await course.UntilAsync("Math.abs(document.getElementById('the-lost-exception').getBoundingClientRect().top) < 300");
        Assert.True(await course.IsTrueAsync("document.documentElement.scrollWidth <= innerWidth"));
    }

    [Fact]
    public async Task The_heading_under_which_one_reads_is_marked()
    {
        await using var course = await BrowsedCourse.OpenAsync(browser, "/lessons/02-coroutines");
        Assert.Equal(0, await course.Raw.Locator(".nav-headings [aria-current]").CountAsync());

        await course.Raw.EvaluateAsync("document.getElementById('step-3-the-task').scrollIntoView()");
        await course.UntilAsync("document.querySelector('.nav-headings [aria-current=location]')?.dataset.heading === 'step-3-the-task'");
    }

    [Fact]
    public async Task One_goes_on_to_the_next_lesson_and_back()
    {
        await using var course = await BrowsedCourse.OpenAsync(browser, "/lessons/02-coroutines");

        await course.Raw.Locator(".onward .next").ClickAsync();
        await course.Page.UntilAtAsync("/lessons/03-thread-and-process-pools");
        await course.Raw.Locator(".nav-lesson[aria-current=page]", new PageLocatorOptions { HasText = "Thread and process pools" }).WaitForAsync();
        await course.UntilAsync("scrollY === 0");
        await course.Raw.Locator(".trail [rel=prev]").ClickAsync();
        await course.Page.UntilAtAsync("/lessons/02-coroutines");
    }

    [Fact]
    public async Task A_link_to_a_heading_opens_the_lesson_there()
    {
        await using var course = await BrowsedCourse.OpenAsync(browser, "/lessons/05-interview-questions#designing-coroutines--协程的设计问题");

        await course.UntilAsync("(top => top >= 0 && top < innerHeight / 2)(document.querySelector('#designing-coroutines--协程的设计问题').getBoundingClientRect().top)");
    }

    [Fact]
    public async Task A_page_that_is_not_there_leads_to_the_contents()
    {
        await using var course = await BrowsedCourse.OpenAsync(browser, "/nothing");

        await course.Raw.Locator("main a").First.ClickAsync();
        await course.Raw.Locator(".lesson-card").First.WaitForAsync();
    }

    private static Task<string> BackgroundAsync(BrowsedCourse course) =>
        course.Raw.EvaluateAsync<string>("(probe => { probe.style.color = 'color-mix(in srgb, var(--page), var(--page))'; const colour = getComputedStyle(document.body.appendChild(probe)).color; probe.remove(); return colour; })(document.createElement('i'))");
}
