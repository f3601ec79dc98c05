using Browsing;

namespace Course.Tests.Components;

public sealed class SearchTests(Browser browser) : IClassFixture<Browser>
{
    [Fact]
    public async Task A_heading_is_found_as_one_types_and_opened_with_keys_alone()
    {
        await using var course = await BrowsedCourse.OpenAsync(browser);

        await course.PressAsync("/");
        await course.Raw.Keyboard.TypeAsync("lost excep");
        await course.Raw.Locator(".hits a", new() { HasText = "The lost exception" }).First.Locator("mark", new() { HasText = "excep" }).First.WaitForAsync();
        Assert.Equal(["lost", "excep"], (await course.Raw.Locator(".hits a").First.Locator(".heading mark").AllInnerTextsAsync()).Select(mark => mark.ToLowerInvariant()));
        await course.PressAsync("ArrowDown");
        Assert.True(await course.IsTrueAsync("document.activeElement === document.querySelector('.hits a')"));
        await course.PressAsync("Enter");

        await course.Page.UntilAtAsync("/lessons/02-coroutines#the-lost-exception");
        await course.UntilAsync("(top => top > 0 && top < innerHeight)(document.getElementById('the-lost-exception')?.getBoundingClientRect().top)");
        Assert.False(await course.Page.SeesAsync(".hits"));
    }

    [Fact]
    public async Task Chinese_is_found_anywhere_in_a_heading()
    {
        await using var course = await BrowsedCourse.OpenAsync(browser);

        await course.PressAsync("/");
        await course.Raw.Keyboard.InsertTextAsync("优缺点");

        await course.Raw.Locator(".hits mark", new() { HasText = "优缺点" }).First.WaitForAsync();
    }

    [Fact]
    public async Task Esc_leads_from_a_result_to_the_box_and_from_there_to_the_page()
    {
        await using var course = await BrowsedCourse.OpenAsync(browser);

        await course.PressAsync("/");
        await course.Raw.Keyboard.TypeAsync("loop");
        await course.Page.UntilVisibleAsync(".hits a");
        await course.PressAsync("ArrowDown");
        await course.PressAsync("ArrowDown");
        await course.PressAsync("Escape");
        Assert.Equal("course-search", await course.Raw.EvaluateAsync<string>("document.activeElement.id"));
        await course.PressAsync("Escape");
        Assert.False(await course.Page.SeesAsync(".hits"));
    }

    [Fact]
    public async Task What_is_nowhere_is_said_to_be_nowhere()
    {
        await using var course = await BrowsedCourse.OpenAsync(browser);

        await course.PressAsync("/");
        await course.Raw.Keyboard.TypeAsync("xyzzy <b>");

        await course.Raw.Locator(".hits .count", new() { HasText = "Nothing found for “xyzzy <b>”" }).WaitForAsync();
    }
}
