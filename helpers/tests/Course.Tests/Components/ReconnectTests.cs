using Browsing;
using Course.Serving;

namespace Course.Tests.Components;

/// <summary>What a page says and does when the server that it came from has ended.</summary>
public sealed class ReconnectTests(Browser browser) : IClassFixture<Browser>
{
    /// <summary>More than the time between two attempts to reconnect.</summary>
    private const int BetweenAttempts = 6_000;

    [Fact]
    public async Task A_page_of_a_course_that_was_started_anew_says_how_to_come_in_and_then_goes_on()
    {
        using var folder = new NotebookFolder();
        folder.Write("trial.ipynb", "40 + 2");
        var options = new ServerOptions { Port = 0, OpensBrowser = false, Notebooks = folder.Path, ReaderData = folder.File("data") };
        await using var opened = await browser.OpenAsync(390);
        var page = opened.Raw;
        await page.Clock.InstallAsync();
        await using (var ended = await CourseServer.StartAsync(options, TestContext.Current.CancellationToken))
        {
            options = options with { Port = ended.Address.Port };
            await page.APIRequest.GetAsync(ended.Link(ended.Keys.Token).AbsoluteUri);
            await page.GotoAsync(new Uri(ended.Address, "/lessons/trial").AbsoluteUri);
            await page.Locator(".lesson[data-attached]").WaitForAsync();
        }

        await UntilSaysAsync("The course does not answer.");
        // Beside the edges of a telephone's screen there is room.
        Assert.True(await page.EvaluateAsync<bool>("(box => box.left >= 10 && box.right <= innerWidth - 10)(document.querySelector('#components-reconnect-modal').getBoundingClientRect())"));
        await using var anew = await CourseServer.StartAsync(options, TestContext.Current.CancellationToken);
        await UntilSaysAsync("The course was started anew.");
        await page.APIRequest.GetAsync(anew.Link(anew.Keys.Token).AbsoluteUri);
        await Condition.UntilAsync(
            async () =>
            {
                await page.Clock.FastForwardAsync(BetweenAttempts);
                return await page.Locator(".lesson[data-attached]").CountAsync() == 1 && !await page.Locator("#components-reconnect-modal").IsVisibleAsync();
            },
            () => "The page does not go on.");

        Task UntilSaysAsync(string text) => Condition.UntilAsync(
            async () =>
            {
                await page.Clock.FastForwardAsync(BetweenAttempts);
                return (await page.Locator("#components-reconnect-modal").InnerTextAsync()).Contains(text, StringComparison.Ordinal);
            },
            () => $"It is not said: {text}");
    }
}
