using Browsing;
using Microsoft.Playwright;

namespace Course.Tests.Newcomer;

/// <summary>Somebody who does not wait until the page has come to life.</summary>
public sealed class HastyReaderTests(Browser browser) : IClassFixture<Browser>
{
    private const string Lesson = "02-coroutines";

    /// <summary>However little of the page has come to life by then.</summary>
    [Theory]
    [InlineData("**/_framework/blazor.web.js")]
    [InlineData("**/_blazor/negotiate*")]
    public async Task A_lesson_that_is_chosen_at_once_works(string late)
    {
        await using var course = await OpenedCourse.StartAsync();
        await using var reader = await ReaderTab.FollowAsync(browser, course.Link);
        var chosen = new TaskCompletionSource();
        await reader.Page.RouteAsync(late, async route =>
        {
            await chosen.Task;
            await route.ContinueAsync();
        });
        await reader.Page.GotoAsync(course.Address.AbsoluteUri, new() { WaitUntil = WaitUntilState.Commit });

        await reader.Page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Link, new() { Name = "Coroutines" }).First.ClickAsync();
        chosen.SetResult();

        await reader.UntilAtAsync($"/lessons/{Lesson}");
        await reader.ReadyAsync();
        await reader.RunAsync("setup");
    }
}
