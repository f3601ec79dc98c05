using System.Text;
using System.Xml.Linq;
using Browsing;
using Jupyter.Documents;
using Microsoft.Playwright;

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
        // Each has a picture: a diagram, or where its notebook has none, a chart.
        Assert.Equal(5, await course.Raw.Locator(".picture img").CountAsync());
        Assert.True(await course.IsTrueAsync("Promise.all([...document.querySelectorAll('.picture img')].map(async picture => { picture.loading = 'eager'; await picture.decode(); return picture.naturalWidth > 0; })).then(all => all.every(Boolean))"));
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

    [Theory]
    [InlineData(ColorScheme.Light, 255)]
    [InlineData(ColorScheme.Dark, 27)]
    public async Task A_lesson_without_a_diagram_is_known_by_its_first_stored_chart_in_the_colours_of_the_page(ColorScheme scheme, int red)
    {
        using var folder = new NotebookFolder();
        var charts = Notebook.Read(Path.Combine(Repository.Notebooks, "05-interview-questions.ipynb")).Cells
            .SelectMany(cell => cell.Outputs).OfType<DisplayOutput>().Where(output => output.Data.Text("text/html")?.Contains("async-chart") ?? false)
            .Take(2).ToArray();
        await File.WriteAllTextAsync(
            folder.File("trial.ipynb"),
            NotebookFolder.Json(charts.Select((chart, index) => NotebookFolder.Code($"c{index}", "1", chart.ToJson()))).ToJsonString(),
            TestContext.Current.CancellationToken);
        await using var course = await BrowsedCourse.OpenAsync(browser, notebooks: folder.Path, scheme: scheme);

        var picture = course.Raw.Locator(".picture img");
        var svg = XDocument.Parse(Encoding.UTF8.GetString(Convert.FromBase64String((await picture.GetAttributeAsync("src"))!.Split(',')[1])));
        Assert.Contains($"<title>{svg.Root!.Element(svg.Root.Name.Namespace + "title")!.Value}</title>", charts[0].Data.Text("text/html"), StringComparison.Ordinal);
        var shot = await picture.ScreenshotAsync();
        Assert.Equal(red, await course.Raw.EvaluateAsync<int>(
            """
            async shot => {
              const image = new Image();
              image.src = 'data:image/png;base64,' + shot;
              await image.decode();
              const canvas = document.createElement('canvas').getContext('2d');
              canvas.drawImage(image, 0, 0);
              return canvas.getImageData(image.width / 2, 6, 1, 1).data[0];
            }
            """,
            Convert.ToBase64String(shot)));
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
