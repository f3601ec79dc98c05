using Browsing;

namespace Course.Tests.Components;

public sealed class ContentsPageTests(Browser browser) : IClassFixture<Browser>
{
    [Fact]
    public async Task The_contents_show_the_five_sections_in_both_languages_with_their_time()
    {
        await using var course = await BrowsedCourse.OpenAsync(browser);

        var cards = course.Raw.Locator(".lesson-card");
        Assert.Equal(5, await cards.CountAsync());
        Assert.Equal(
            ["并行和并发", "协程", "concurrent.futures模块 - 线程池和进程池的异步使用", "Asyncio模块", "协程的面试题"],
            await course.Raw.Locator(".lesson-card h2 [lang=zh]").AllInnerTextsAsync());
        Assert.All(await course.Raw.Locator(".lesson-card .facts").AllInnerTextsAsync(), facts => Assert.Matches(@"^\d+ (min|h)", facts));
        Assert.True(await course.IsTrueAsync("[...document.querySelectorAll('.picture img')].every(picture => picture.complete && picture.naturalWidth > 0)"));
        Assert.Empty(course.Page.Problems);
    }

    [Fact]
    public async Task A_notebook_that_cannot_be_read_says_so_in_its_place()
    {
        using var folder = new NotebookFolder();
        folder.Write("good.ipynb", "1 + 1");
        await File.WriteAllTextAsync(folder.File("broken.ipynb"), "{", TestContext.Current.CancellationToken);
        await using var course = await BrowsedCourse.OpenAsync(browser, notebooks: folder.Path);

        Assert.Equal(2, await course.Raw.Locator(".lesson-card").CountAsync());
        Assert.Contains("broken.ipynb cannot be read", await course.Raw.Locator(".problem").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal(Path.GetFileName(folder.Path), await course.Raw.Locator("h1").InnerTextAsync());
    }

    [Fact]
    public async Task A_folder_without_notebooks_says_what_to_do()
    {
        using var folder = new NotebookFolder();
        await using var course = await BrowsedCourse.OpenAsync(browser, notebooks: folder.Path);

        Assert.Contains(".ipynb", await course.Raw.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_one_has_read_the_contents_offer_to_continue()
    {
        await using var course = await BrowsedCourse.OpenAsync(browser);
        Assert.Contains("Begin", await course.Raw.Locator(".primary-link").InnerTextAsync(), StringComparison.Ordinal);

        await course.GoAsync("/lessons/02-coroutines#a-scheduler-in-15-lines");
        await course.Raw.Locator(".nav-headings [data-read]").WaitForAsync();
        await course.Raw.Locator(".brand").ClickAsync();

        await course.Raw.Locator(".continue", new() { HasText = "A scheduler in 15 lines" }).WaitForAsync();
        var facts = course.Raw.Locator(".lesson-card").Nth(1).Locator(".facts");
        // The bar and the number say the same, and the words what they count.
        var percent = await facts.Locator("progress").GetAttributeAsync("value");
        Assert.Matches($@"\n{percent} %: 1 of \d+ sections read, 0 of \d+ cells run$", await facts.InnerTextAsync());
        await course.Raw.Locator(".primary-link").ClickAsync();
        await course.Page.UntilAtAsync("/lessons/02-coroutines#a-scheduler-in-15-lines");
    }
}
