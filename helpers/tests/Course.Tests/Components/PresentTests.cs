using System.Text.Json.Nodes;
using Browsing;

namespace Course.Tests.Components;

public sealed class PresentTests(Browser browser) : IClassFixture<Browser>
{
    [Fact]
    public async Task Slides_are_as_the_notebook_says()
    {
        using var folder = Deck(
            ("slide", "# Title"), ("-", "with a line"), ("notes", "what the teacher says"), ("subslide", "second"),
            ("fragment", "then more"), ("skip", "never seen"), ("slide", "## Last"));
        await using var course = await BrowsedCourse.OpenAsync(browser, "/lessons/deck", folder.Path);

        await course.PressAsync("p");
        Assert.Equal(["Title", "with a line"], await ShownAsync(course));
        Assert.Equal("1 / 4", await CountAsync(course));
        Assert.Equal("Next: second", await course.Raw.Locator(".presenter .ahead").InnerTextAsync());
        await course.PressAsync("n");
        Assert.Equal("what the teacher says", (await course.Raw.Locator(".speaker-notes").InnerTextAsync()).Trim());
        await course.PressAsync("n");
        await course.PressAsync("PageDown");
        Assert.Equal(["second"], await ShownAsync(course));
        await course.PressAsync("ArrowRight");
        Assert.Equal(["second", "then more"], await ShownAsync(course));
        Assert.Equal("2 / 4", await CountAsync(course));
        await course.PressAsync("Space");
        Assert.Equal(["Last"], await ShownAsync(course));
        await course.PressAsync("PageUp");
        Assert.Equal(["second", "then more"], await ShownAsync(course));
        await course.PressAsync("ArrowLeft");
        Assert.Equal(["second"], await ShownAsync(course));
        await course.PressAsync("End");
        Assert.Contains("end of this lesson", await course.Raw.Locator(".slides-end").InnerTextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Slides_begin_where_one_reads_and_lead_back_there()
    {
        await using var course = await BrowsedCourse.OpenAsync(browser, "/lessons/02-coroutines", height: 720);
        await course.Raw.EvaluateAsync("document.getElementById('the-forgotten-await').scrollIntoView({ behavior: 'instant' })");
        await course.UntilAsync("scrollY > 3000");
        var place = await course.Raw.EvaluateAsync<double>("scrollY");

        await course.PressAsync("p");
        Assert.Contains("The forgotten await", (await ShownAsync(course))[0], StringComparison.Ordinal);
        await course.PressAsync("Escape");
        Assert.Equal(place, await course.Raw.EvaluateAsync<double>("scrollY"));

        await course.PressAsync("p");
        for (var i = 0; i < 20 && !(await CountAsync(course)).StartsWith("46", StringComparison.Ordinal); i++) await course.PressAsync("ArrowRight");
        var cell = await course.Raw.Locator(".cell[data-shown]").First.GetAttributeAsync("id");
        await course.PressAsync("Escape");
        Assert.True(await course.IsTrueAsync($"(top => top >= 0 && top < innerHeight / 2)(document.getElementById('{cell}').getBoundingClientRect().top)"));
        Assert.EndsWith("/lessons/02-coroutines#" + cell, course.Raw.Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_opens_a_slide()
    {
        using var folder = Deck(("slide", "# One"), ("slide", "# Two"), ("slide", "# Three"));
        await using var course = await BrowsedCourse.OpenAsync(browser, "/lessons/deck?present#cell-c2", folder.Path);

        await course.Raw.Locator(".presenter .count", new() { HasText = "2 / 4" }).WaitForAsync();
        // The slide is there twice: as the server sent it first, and as the page then has it, alive.
        await course.Raw.Locator("[data-attached] .cell[data-shown]").First.WaitForAsync();
        Assert.Equal(["Two"], await ShownAsync(course));
        await course.PressAsync("ArrowRight");
        Assert.EndsWith("?present#cell-c3", course.Raw.Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Code_runs_on_its_slide()
    {
        using var folder = Deck(("slide", "# One"), ("subslide", "code:Console.WriteLine(6 * 7);"));
        await using var course = await BrowsedCourse.OpenAsync(browser, "/lessons/deck", folder.Path);

        await course.PressAsync("p");
        await course.PressAsync("ArrowRight");
        await course.PressAsync("Shift+Enter");

        await course.Raw.Locator(".cell[data-shown] .outputs", new() { HasText = "42" }).WaitForAsync();
        Assert.Equal("2 / 3", await CountAsync(course));
    }

    [Fact]
    public async Task What_is_stored_waits_for_a_key_so_that_it_can_be_predicted()
    {
        using var folder = Deck(("slide", "# One"), ("subslide", "code:Console.WriteLine(6 * 7);=>forty-two"), ("subslide", "code:Console.WriteLine(3 * 3);=>nine"));
        await using var course = await BrowsedCourse.OpenAsync(browser, "/lessons/deck", folder.Path);
        var outputs = course.Raw.Locator(".cell[data-shown] .outputs");

        await course.PressAsync("p");
        Assert.Equal("Next: code: Console.WriteLine(6 * 7);", await course.Raw.Locator(".presenter .ahead").InnerTextAsync());
        await course.PressAsync("ArrowRight");
        Assert.False(await outputs.IsVisibleAsync());
        await course.PressAsync("ArrowRight");
        Assert.Equal("2 / 4", await CountAsync(course));
        Assert.Contains("forty-two", await outputs.InnerTextAsync(), StringComparison.Ordinal);

        await course.PressAsync("ArrowRight");
        Assert.Equal("3 / 4", await CountAsync(course));
        Assert.False(await outputs.IsVisibleAsync());
        await course.PressAsync("Shift+Enter");
        await outputs.Filter(new() { HasText = "9" }).WaitForAsync();
        await course.PressAsync("ArrowLeft");
        Assert.Contains("forty-two", await outputs.InnerTextAsync(), StringComparison.Ordinal);
        await course.PressAsync("Escape");
        Assert.True(await course.Raw.Locator("#cell-c2 .outputs").IsVisibleAsync());
    }

    [Theory]
    [InlineData(1280, 720, "01-parallelism-and-concurrency", "02-coroutines", "03-thread-and-process-pools", "04-event-loop-and-tasks", "05-interview-questions")]
    [InlineData(1920, 1080, "02-coroutines")]
    public async Task On_every_slide_everything_can_be_seen_and_read_from_the_back(int width, int height, params string[] lessons)
    {
        await Parallel.ForEachAsync(lessons, new ParallelOptions { MaxDegreeOfParallelism = 2 }, async (lesson, _) =>
        {
            await using var course = await BrowsedCourse.OpenAsync(browser, $"/lessons/{lesson}", width: width, height: height);
            await course.PressAsync("p");
            var (last, repeats, steps) = ("", 0, 0);
            while (await course.Raw.EvaluateAsync<string?>(Look) is { } problem)
            {
                Assert.False(problem.Length > 0, $"{lesson}, slide {await CountAsync(course)}: {problem}");
                var now = await course.Raw.EvaluateAsync<string>("document.querySelector('.presenter .count').textContent + ' ' + Math.round(document.querySelector('.cells').scrollTop)");
                // A slide that is made to fit anew, because its chart has come, may be back at its top once.
                repeats = now == last ? repeats + 1 : 0;
                Assert.True(repeats < 3, $"{lesson}: no key leads on from slide {now}.");
                last = now;
                Assert.True(++steps < 1000, "The slides have no end.");
                await course.PressAsync("ArrowRight");
            }
        });
    }

    /// <summary>What is wrong on a slide; nothing for its end.</summary>
    private const string Look = """
        () => {
          const stage = document.querySelector('.cells');
          if (!document.querySelector('.slides-end').hidden) return null;
          const shown = [...stage.querySelectorAll('.cell[data-shown]')];
          if (!shown.length) return 'nothing is shown';
          if (stage.scrollWidth > stage.clientWidth + 1) return 'it is wider than the screen';
          for (const part of stage.querySelectorAll('.cell[data-shown] pre.code'))
            if (part.scrollWidth > part.clientWidth + 1) return 'code is cut: ' + part.textContent.slice(0, 60);
          for (const part of stage.querySelectorAll('.cell[data-shown] :is(pre.code, .prose > p)'))
            if (parseFloat(getComputedStyle(part).fontSize) < innerHeight / 45) return 'it is too small: ' + part.textContent.slice(0, 60);
          for (const part of stage.querySelectorAll('.cell[data-shown] figure.async-chart'))
            if (part.clientHeight > stage.clientHeight) return 'a chart is higher than the screen';
          return '';
        }
        """;

    private static Task<string> CountAsync(BrowsedCourse course) => course.Raw.Locator(".presenter .count").InnerTextAsync();

    private static async Task<string[]> ShownAsync(BrowsedCourse course) =>
        [.. (await course.Raw.Locator(".cell[data-shown] .body").AllInnerTextsAsync()).Select(text => text.Replace("#", "", StringComparison.Ordinal).Trim())];

    private static NotebookFolder Deck(params (string Slide, string Text)[] cells)
    {
        var folder = new NotebookFolder();
        var index = 0;
        File.WriteAllText(folder.File("deck.ipynb"), NotebookFolder.Json(cells.Select(cell =>
        {
            var json = cell.Text.StartsWith("code:", StringComparison.Ordinal)
                ? Code(cell.Text["code:".Length..].Split("=>"))
                : NotebookFolder.Markdown(cell.Text);
            json["id"] = $"c{++index}";
            json["metadata"] = new JsonObject { ["slideshow"] = new JsonObject { ["slide_type"] = cell.Slide } };
            return json;
        })).ToJsonString());
        return folder;
    }

    /// <summary>Code, and what it has put out, if anything.</summary>
    private static JsonObject Code(string[] parts) => NotebookFolder.Code(
        "", parts[0], [.. parts.Skip(1).Select(text => new JsonObject { ["output_type"] = "stream", ["name"] = "stdout", ["text"] = text })]);
}
