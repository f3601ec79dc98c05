using Browsing;

namespace Course.Tests.Components;

/// <summary>Cells that are run on a lesson's page, by a real kernel in a real browser.</summary>
public sealed class RunningTests(Browser browser) : IClassFixture<Browser>
{
    [Fact]
    public async Task Stored_outputs_are_there_before_anything_has_run_and_without_script()
    {
        var stored = new Jupyter.Documents.StreamOutput("stdout", "from the file\n").ToJson();
        await using var tab = await LessonTab.OpenAsync(browser, [NotebookFolder.Markdown("# Title\n\n## Part one"), NotebookFolder.Code("c1", "1 + 1", stored)]);

        var html = await tab.Course.Client.GetStringAsync("/lessons/trial", TestContext.Current.CancellationToken);
        Assert.Contains("from the file", html, StringComparison.Ordinal);
        Assert.Contains("stored output", html, StringComparison.Ordinal);
        await LessonTab.UntilVisibleAsync(tab.Find("h2#part-one > a.anchor[href='lessons/trial#part-one']"));
        await LessonTab.UntilContainsAsync(tab.Output("c1"), "stored output");
        await tab.RunAsync("c1");
        await tab.UntilAsync("c1", "succeeded");
        await tab.UntilPutOutAsync("c1", "2");
        Assert.DoesNotContain("stored", await tab.Output("c1").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Empty(tab.Problems);
        Assert.Empty(tab.ForeignRequests);
    }

    [Fact]
    public async Task A_click_counts_also_while_the_page_still_gets_ready()
    {
        await using var tab = await LessonTab.OpenAsync(browser, "40 + 2");
        var clicked = new TaskCompletionSource();
        await tab.Page.RouteAsync("**/_blazor/negotiate**", async route =>
        {
            await clicked.Task;
            await route.ContinueAsync();
        });

        await tab.Page.ReloadAsync();
        await tab.Page.WaitForFunctionAsync("() => customElements.get('elapsed-time')");
        await tab.RunAsync("c1");
        Assert.Equal("idle", await tab.Cell("c1").GetAttributeAsync("data-state"));
        clicked.SetResult();
        await tab.UntilPutOutAsync("c1", "42");
    }

    [Fact]
    public async Task Output_streams_while_the_cell_runs()
    {
        await using var tab = await LessonTab.OpenAsync(
            browser, "Console.WriteLine(\"begun\"); Console.WriteLine(Console.ReadLine() == \"go\" ? \"ended well\" : \"ended badly\");");

        await tab.RunAsync("c1");
        await tab.UntilPutOutAsync("c1", "begun");
        await tab.UntilAsync("c1", "running");
        await LessonTab.UntilVisibleAsync(tab.Cell("c1", "elapsed-time"));
        await LessonTab.UntilVisibleAsync(tab.Cell("c1", ".question input:focus"));
        await tab.Page.Keyboard.TypeAsync("go");
        await tab.PressAsync("Enter");
        await tab.UntilPutOutAsync("c1", "ended well");
        await tab.UntilAsync("c1", "succeeded");
        await LessonTab.UntilContainsAsync(tab.Find(".lesson > [role=status]"), "cell 1 done in");
    }

    [Fact]
    public async Task A_password_is_asked_for_and_not_shown()
    {
        await using var tab = await LessonTab.OpenAsync(
            browser, "(await Microsoft.DotNet.Interactive.Kernel.GetPasswordAsync(\"Secret:\")).GetClearTextPassword().Length");

        await tab.RunAsync("c1");
        await LessonTab.UntilVisibleAsync(tab.Cell("c1", ".question input[type=password]:focus"));
        await tab.Page.Keyboard.TypeAsync("swordfish");
        await tab.PressAsync("Enter");
        await tab.UntilPutOutAsync("c1", "9");
        Assert.DoesNotContain("swordfish", await tab.Page.ContentAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_endless_loop_is_interrupted_and_what_waited_is_not_run()
    {
        await using var tab = await LessonTab.OpenAsync(browser, "while (true) { }", "\"second\"", "\"third\"");

        await tab.Find("[data-do=run-all]").ClickAsync();
        await tab.UntilAsync("c1", "running");
        await tab.UntilAsync("c3", "queued");
        await LessonTab.UntilContainsAsync(tab.Cell("c3", ".run"), "2");
        await LessonTab.UntilContainsAsync(tab.Find(".kernel"), "Running cell 1, 2 waiting");
        await tab.Cell("c2", ".run").ClickAsync();
        await tab.UntilAsync("c2", "idle");
        await tab.SelectAsync("c1");
        await tab.PressAsync("i", "i");
        await tab.UntilAsync("c1", "stopped");
        await tab.UntilAsync("c3", "idle");
        await tab.RunAsync("c2");
        await tab.UntilPutOutAsync("c2", "second");
    }

    [Fact]
    public async Task A_kernel_that_has_died_says_so_and_can_be_restarted()
    {
        await using var tab = await LessonTab.OpenAsync(browser, "var x = 1; Environment.FailFast(\"gone\");", "\"alive\"");

        await tab.RunAsync("c1");
        await LessonTab.UntilVisibleAsync(tab.Find(".notice[role=alert]"));
        await LessonTab.UntilContainsAsync(tab.Find(".kernel"), "The kernel has died");
        await tab.Find(".notice [data-do=restart]").ClickAsync();
        await LessonTab.UntilHiddenAsync(tab.Find(".notice"));
        await tab.RunAsync("c2");
        await tab.UntilPutOutAsync("c2", "alive");
    }

    [Fact]
    public async Task A_failure_is_shown_with_its_colours_and_ends_the_queue()
    {
        await using var tab = await LessonTab.OpenAsync(browser, "int.Parse(\"x\")", "1");

        await tab.Find("[data-do=run-all]").ClickAsync();
        await tab.UntilAsync("c1", "failed");
        await LessonTab.UntilVisibleAsync(tab.Output("c1").Locator("pre.error span[style*='--ansi']").First);
        await tab.UntilAsync("c2", "idle");
    }

    [Fact]
    public async Task A_cell_that_has_run_shows_the_number_by_which_errors_name_it()
    {
        await using var tab = await LessonTab.OpenAsync(browser, "throw new InvalidOperationException(\"no\");", "\"first\"");
        Assert.Equal(0, await tab.Find(".gutter .count").CountAsync());

        await tab.RunAsync("c2");
        await LessonTab.UntilContainsAsync(tab.Cell("c2", ".count"), "[1]");
        Assert.Equal(0, await tab.Cell("c1", ".count").CountAsync());
        await tab.RunAsync("c1");
        await LessonTab.UntilContainsAsync(tab.Cell("c1", ".count"), "[2]");
        await tab.UntilPutOutAsync("c1", "cell 2");

        // Who sees the number can have it explained, with keys as well.
        await tab.Page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "[2]: errors call this cell “cell 2”" }).FocusAsync();
        await tab.PressAsync("Enter");
        await LessonTab.UntilContainsAsync(tab.Find("#count-meaning:popover-open"), "Errors call a cell by it");
        await tab.PressAsync("Escape");
        await LessonTab.UntilHiddenAsync(tab.Find("#count-meaning"));
    }

    [Fact]
    public async Task Of_a_flood_the_end_is_shown_and_the_whole_can_be_downloaded()
    {
        await using var tab = await LessonTab.OpenAsync(browser, "for (var i = 1; i <= 200_000; i++) Console.WriteLine($\"line {i}\");", "\"next\"");

        await tab.RunAsync("c1");
        await tab.UntilAsync("c1", "succeeded");
        await tab.UntilPutOutAsync("c1", "line 200000");
        await LessonTab.UntilContainsAsync(tab.Output("c1"), "lines earlier");
        Assert.True(await tab.Page.EvaluateAsync<int>("document.querySelectorAll('.outputs *').length") < 500);
        Assert.True(await tab.Page.EvaluateAsync<bool>("(box => box.scrollHeight > box.clientHeight && box.scrollTop === 0)(document.querySelector('.stream.long'))"));
        var link = await tab.Output("c1").Locator("a[download]").GetAttributeAsync("href");
        var text = await tab.Course.Client.GetStringAsync("/" + link, TestContext.Current.CancellationToken);
        Assert.StartsWith("line 1\nline 2\n", text, StringComparison.Ordinal);
        Assert.EndsWith("line 200000\n", text, StringComparison.Ordinal);
        await tab.RunAsync("c2");
        await tab.UntilPutOutAsync("c2", "next");
    }

    [Fact]
    public async Task Two_tabs_show_the_same()
    {
        await using var tab = await LessonTab.OpenAsync(browser, "var x = Console.ReadLine();", "x");
        await using var other = await tab.OpenAnotherAsync();

        await tab.RunAsync("c1");
        await other.UntilAsync("c1", "running");
        await LessonTab.UntilVisibleAsync(tab.Cell("c1", ".question"));
        await other.Cell("c1", ".question input").FillAsync("shared");
        await other.Cell("c1", ".question button").ClickAsync();
        await LessonTab.UntilHiddenAsync(tab.Cell("c1", ".question"));
        await other.RunAsync("c2");
        await tab.UntilPutOutAsync("c2", "shared");
    }

    [Fact]
    public async Task After_a_lost_connection_what_was_missed_is_there()
    {
        await using var tab = await LessonTab.OpenAsync(browser, "var x = Console.ReadLine(); for (var i = 0; i < 20_000; i++) Console.WriteLine(i); $\"got {x}\"");
        await using var other = await tab.OpenAnotherAsync();
        await tab.RunAsync("c1");
        await LessonTab.UntilVisibleAsync(tab.Cell("c1", ".question"));

        await tab.Page.EvaluateAsync("Blazor._internal.forceCloseConnection()");
        await other.Cell("c1", ".question input").FillAsync("news");
        await other.Cell("c1", ".question button").ClickAsync();
        await other.UntilPutOutAsync("c1", "got news");
        await tab.UntilPutOutAsync("c1", "got news");
        await tab.UntilAsync("c1", "succeeded");
        await tab.RunAsync("c1");
        await LessonTab.UntilVisibleAsync(tab.Cell("c1", ".question"));
    }

    [Fact]
    public async Task A_chart_is_interactive_and_an_update_goes_into_the_same_chart()
    {
        var library = Path.Combine(Repository.Root, "helpers", "lib", "AsyncProgramming.dll").Replace('\\', '/');
        await using var tab = await LessonTab.OpenAsync(
            browser,
            $"#r \"{library}\"\nusing AsyncProgramming.Charts;\nvar chart = display(BarChart.Of(\"Bars\", \"time (ms)\", (\"one\", 1), (\"two\", 2)));",
            "chart.Update(BarChart.Of(\"Bars\", \"time (ms)\", (\"one\", 31), (\"two\", 2)));");

        await tab.RunAsync("c1");
        var plot = tab.Output("c1").Locator("figure .js-plotly-plot");
        await LessonTab.UntilVisibleAsync(plot);
        await plot.EvaluateAsync("plot => plot.isTheSame = true");
        await tab.RunAsync("c2");
        await LessonTab.UntilContainsAsync(plot, "31");
        Assert.True(await plot.EvaluateAsync<bool>("plot => plot.isTheSame"));
        Assert.Empty(tab.Problems);
    }
}
