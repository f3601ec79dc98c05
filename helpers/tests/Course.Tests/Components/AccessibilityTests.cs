using Browsing;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Course.Tests.Components;

public sealed class AccessibilityTests(Browser browser) : IClassFixture<Browser>
{
    private const string Lesson = "/lessons/03-thread-and-process-pools";

    private static readonly string[] Grave = ["serious", "critical"];

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task No_page_has_a_serious_finding(ColorScheme scheme)
    {
        await using var course = await BrowsedCourse.OpenAsync(browser, scheme: scheme);
        var findings = new List<string>();

        await LookAsync("contents");
        await course.PressAsync("/");
        await course.Raw.Keyboard.TypeAsync("loop");
        await course.Page.UntilVisibleAsync(".hits a");
        await LookAsync("search");
        await course.GoAsync("/nothing");
        await LookAsync("not found");
        await course.GoAsync(Lesson);
        await LookAsync("lesson");
        await course.PressAsync("p");
        await course.PressAsync("ArrowRight");
        await course.PressAsync("n");
        await LookAsync("slide");
        await course.PressAsync("Escape");
        await course.Raw.SetViewportSizeAsync(390, 844);
        await LookAsync("lesson on a telephone");
        await course.Raw.Locator(".bar-menu").ClickAsync();
        await LookAsync("drawer");
        await course.GoAsync("/");
        await LookAsync("contents on a telephone");

        Assert.True(findings.Count == 0, string.Join('\n', findings));

        async Task LookAsync(string page)
        {
            // What can be scrolled is found out soon after the page is there.
            await course.UntilAsync("[...document.querySelectorAll('pre, figure')].every(part => part.scrollWidth <= part.clientWidth + 1 || part.tabIndex === 0 || part.querySelector('a, button, [tabindex]'))");
            var result = await course.Raw.RunAxe();
            findings.AddRange(result.Violations.Where(finding => Grave.Contains(finding.Impact)).SelectMany(finding =>
                finding.Nodes.Take(5).Select(node => $"{page}: {finding.Id}: {finding.Help}: {node.Html}")));
        }
    }

    [Fact]
    public async Task A_lesson_is_heard_in_the_order_in_which_it_is_read()
    {
        await using var course = await BrowsedCourse.OpenAsync(browser, Lesson);

        // A heading is named by its words alone, although it holds a link to itself.
        await course.Page.UntilVisibleAsync("h2 > .anchor");
        Assert.Equal(1, await course.Raw.GetByRole(AriaRole.Heading, new() { Name = "A pool, built by hand", Exact = true, Level = 2 }).CountAsync());
        // What can be done with a cell comes after what it says and what it has put out.
        Assert.True(await course.IsTrueAsync("[...document.querySelectorAll('.cell > .body')].every(body => body.lastElementChild.matches('[role=toolbar]'))"));
        // A mark is not spoken as a sign.
        await course.Raw.EvaluateAsync("document.querySelector('.nav-headings a').setAttribute('data-read', '')");
        Assert.Equal(1, await course.Raw.GetByRole(AriaRole.Link, new() { Name = "A pool, built by hand, read" }).CountAsync());
    }
}
