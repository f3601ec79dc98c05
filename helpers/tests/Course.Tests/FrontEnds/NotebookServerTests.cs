using Browsing;
using Course.Tests.Lessons;
using Microsoft.Playwright;

namespace Course.Tests.FrontEnds;

/// <summary>Jupyter Notebook in a real browser, used as a reader uses it.</summary>
[Collection(nameof(Undisturbed))]
public sealed class NotebookServerTests(JupyterHome jupyter, Browser browser) : IClassFixture<JupyterHome>, IClassFixture<Browser>
{
    private const string Name = "02-coroutines";
    private const float RunPatience = 180_000;

    [Fact]
    public async Task A_lesson_runs_shows_its_charts_completes_and_can_be_interrupted()
    {
        await using var server = await NotebookServer.StartAsync(jupyter);
        await using var opened = await browser.OpenAsync(1280);
        var page = opened.Raw;
        await page.GotoAsync(await server.LinkToAsync(Name));
        await UntilAsync(page, "window.Jupyter?.notebook?._fully_loaded && Jupyter.notebook.kernel?.is_connected()");

        // Everything that is seen from here on, this kernel has made.
        await page.EvaluateAsync("Jupyter.notebook.clear_all_output()");
        Assert.Equal(0, await page.Locator("[data-chart]").CountAsync());
        await page.ClickAsync("#celllink");
        await page.ClickAsync("#run_all_cells");
        await UntilAsync(page, "Jupyter.notebook.get_cells().every(cell => cell.cell_type !== 'code' || cell.input_prompt_number > 0)");
        Assert.Equal(0, await page.Locator(".output_error").CountAsync());
        Assert.Equal(JupyterHome.ChartsOf(Lesson.Named(Name).Read()), await page.EvaluateAsync<int>(
            "[...document.querySelectorAll('[data-chart]')].filter(chart => chart.getBoundingClientRect().height > 100).length"));
        Assert.True(await page.EvaluateAsync<bool>(
            "document.images.length > 0 && [...document.querySelectorAll('.text_cell img')].every(image => image.complete && image.naturalWidth > 100)"));

        await AddCellAsync(page, "Console.WriteL");
        await page.Keyboard.PressAsync("Tab");
        await UntilAsync(page, "Jupyter.notebook.get_selected_cell().get_text() === 'Console.WriteLine'");

        await AddCellAsync(page, "var turns = 0; Console.WriteLine(\"begun\"); while (true) turns++;");
        await page.Keyboard.PressAsync("Control+Enter");
        await UntilAsync(page, "Jupyter.notebook.get_selected_cell().element.find('.output_stdout').text().includes('begun')");
        await page.ClickAsync("#kernellink");
        await page.ClickAsync("#int_kernel");
        await UntilAsync(page, "Jupyter.notebook.get_selected_cell().element.find('.output_error').length === 1");

        await AddCellAsync(page, "turns > 0");
        await page.Keyboard.PressAsync("Control+Enter");
        await UntilAsync(page, "Jupyter.notebook.get_selected_cell().element.find('.output_result').text().includes('True')");
    }

    private static Task<IJSHandle> UntilAsync(IPage page, string condition) =>
        page.WaitForFunctionAsync(condition, null, new PageWaitForFunctionOptions { Timeout = RunPatience });

    /// <summary>Adds a cell at the end and types into it.</summary>
    private static async Task AddCellAsync(IPage page, string code)
    {
        await page.EvaluateAsync(
            "Jupyter.notebook.insert_cell_at_bottom('code'); Jupyter.notebook.select(Jupyter.notebook.ncells() - 1); Jupyter.notebook.edit_mode();");
        await page.Keyboard.InsertTextAsync(code);
    }
}
