using Browsing;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Course.Tests.Components;

public sealed class AccessibilityTests(Browser browser) : IClassFixture<Browser>
{
    private const string Lesson = "/lessons/03-thread-and-process-pools";

    private static readonly string[] Grave = ["serious", "critical"];

    /// <summary>What depends on whether a page is light or dark.</summary>
    private static readonly AxeRunOptions Contrast = new() { RunOnly = new RunOnlyOptions { Type = "rule", Values = ["color-contrast"] } };

    [Fact]
    public async Task No_page_has_a_serious_finding()
    {
        await using var course = await BrowsedCourse.OpenAsync(browser);
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
            Note(page, await course.Raw.RunAxe());
            await course.Raw.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
            Note(page + ", dark", await course.Raw.RunAxe(Contrast));
            await course.Raw.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
        }

        void Note(string page, AxeResult result)
        {
            findings.AddRange(result.Violations.Where(finding => Grave.Contains(finding.Impact)).SelectMany(finding =>
                finding.Nodes.Take(5).Select(node => $"{page}: {finding.Id}: {finding.Help}: {node.Html}")));
        }
    }

    [Theory]
    [InlineData(1280)]
    [InlineData(390)]
    public async Task No_control_says_the_same_twice(int width)
    {
        await using var course = await BrowsedCourse.OpenAsync(browser, Lesson, width: width);
        await course.UntilAsync("document.querySelector('cell-tools button')");

        await course.PressAsync("p");
        await course.UntilAsync("document.querySelector('[data-presenting] .presenter button')");
        // What is described by its title is named by something else.
        Assert.Equal("", await course.Raw.EvaluateAsync<string>(
            """
            [...document.querySelectorAll('[title]:is(button, a)')].map(control => {
              const copy = control.cloneNode(true);
              copy.querySelectorAll('[aria-hidden=true]').forEach(part => part.remove());
              return [control.ariaLabel ?? copy.textContent.trim(), control.title];
            }).filter(([name, title]) => name && title.toLowerCase().includes(name.toLowerCase())).map(pair => pair.join(' / ')).join('\n')
            """));
    }

    [Fact]
    public async Task A_link_says_when_it_leads_to_another_site_or_nowhere()
    {
        await using var tab = await LessonTab.OpenAsync(browser, [NotebookFolder.Markdown("See [there](https://example.org/), [here](#here) and [aside](../aside.txt).\n\n## Here")]);

        var prose = tab.Find(".prose").First;
        Assert.Equal(1, await prose.GetByRole(AriaRole.Link, new() { Name = "there, on another site", Exact = true }).CountAsync());
        Assert.Equal(1, await prose.GetByRole(AriaRole.Link, new() { Name = "here", Exact = true }).CountAsync());
        Assert.Equal("See there, here and aside (not part of these pages: ../aside.txt).", await prose.Locator("p").First.InnerTextAsync());
    }

    [Fact]
    public async Task Back_tabbing_comes_through_the_tools_of_a_long_cell()
    {
        var tall = string.Join('\n', Enumerable.Repeat("1 + 1", 200));
        await using var tab = await LessonTab.OpenAsync(browser, tall, tall, "3");
        // Past the second cell's beginning, where its tools are.
        await tab.Page.EvaluateAsync("scrollTo({ top: document.documentElement.scrollHeight, behavior: 'instant' })");
        await tab.Cell("c3", ".tools [data-do=delete]").WaitForAsync();
        await tab.Cell("c3", ".run").FocusAsync();

        await tab.PressAsync("Shift+Tab");
        await tab.Cell("c2", ".tools button[data-do=delete]:focus").WaitForAsync();
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
