using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Browsing;

namespace Course.Tests.Components;

/// <summary>Cells that are changed on a lesson's page, in a real browser with a real kernel.</summary>
public sealed class EditingTests(Browser browser) : IClassFixture<Browser>
{
    [Fact]
    public async Task A_changed_cell_runs_as_changed_outlives_the_page_and_can_be_reset()
    {
        await using var tab = await LessonTab.OpenAsync(browser, "1 + 1", "0");

        await tab.EditAsync("c1");
        await tab.PressAsync("Control+a");
        await tab.Page.Keyboard.TypeAsync("40 + 2");
        await tab.PressAsync("Shift+Enter");
        await tab.UntilPutOutAsync("c1", "42");
        await tab.UntilSelectedAsync("c2");
        await LessonTab.UntilContainsAsync(tab.Cell("c1"), "changed by you");
        await tab.GoAsync();
        await LessonTab.UntilContainsAsync(tab.Cell("c1", "pre.code"), "40 + 2");
        await tab.Cell("c1").HoverAsync();
        await tab.Cell("c1", "[data-do=reset]").ClickAsync();
        await LessonTab.UntilContainsAsync(tab.Cell("c1", "pre.code"), "1 + 1");
        Assert.Empty(tab.Problems);
        Assert.Empty(tab.ForeignRequests);
    }

    [Fact]
    public async Task A_reset_of_a_cell_and_of_the_lesson_is_undone_by_button_and_key_in_every_tab()
    {
        await using var tab = await LessonTab.OpenAsync(browser, "1 + 1", "2 + 2");
        await using var other = await tab.OpenAnotherAsync();
        await tab.EditAsync("c1");
        await tab.PressAsync("Control+a");
        await tab.Page.Keyboard.TypeAsync("40 + 2");
        await tab.PressAsync("Control+Enter");
        await tab.UntilPutOutAsync("c1", "42");

        await tab.Cell("c1", "[data-do=reset]").ClickAsync();
        await LessonTab.UntilContainsAsync(other.Cell("c1", "pre.code"), "1 + 1");
        await LessonTab.UntilContainsAsync(tab.Find(".lesson > [role=status]"), "Reset cell 1. The key z brings your text back.");
        await other.Find(".toolbar [title='Bring your text of cell 1 back (z)']").ClickAsync();
        await other.UntilSelectedAsync("c1");
        await LessonTab.UntilContainsAsync(tab.Cell("c1", "pre.code"), "40 + 2");
        await tab.UntilPutOutAsync("c1", "42");
        await LessonTab.UntilHiddenAsync(tab.Find(".toolbar [data-do=undo]"));

        // What was typed last is not lost, although it is told only in a moment.
        await tab.EditAsync("c2");
        await tab.PressAsync("Control+a");
        await tab.Page.Keyboard.TypeAsync("3 + 3");
        await tab.Find(".toolbar .more").ClickAsync();
        await tab.Find("[data-do=reset-lesson]").ClickAsync();
        await LessonTab.UntilContainsAsync(other.Find(".notice"), "Undo brings back what you had made of it");
        await LessonTab.UntilContainsAsync(tab.Cell("c2", "pre.code"), "2 + 2");
        await tab.SelectAsync("c2");
        await tab.PressAsync("z");
        await LessonTab.UntilContainsAsync(tab.Cell("c2", "pre.code"), "3 + 3");
        await LessonTab.UntilContainsAsync(other.Cell("c1", "pre.code"), "40 + 2");
        await LessonTab.UntilHiddenAsync(other.Find(".notice"));
        Assert.Empty(tab.Problems);
    }

    [Fact]
    public async Task Editors_that_are_left_before_they_have_opened_do_no_harm()
    {
        await using var tab = await LessonTab.OpenAsync(browser, "1", "2", "3", "40 + 2");
        await tab.Page.EvaluateAsync("""
            async () => {
              const cells = document.querySelectorAll('.code-cell');
              for (let i = 0; i < 120; i++) {
                cells[i % 4].focus();
                cells[i % 4].dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }));
                await new Promise(done => setTimeout(done, i % 12));
              }
            }
            """);

        await LessonTab.UntilVisibleAsync(tab.Cell("c4", ".monaco-editor[role=code]"));
        await tab.PressAsync("Control+Enter");
        await tab.UntilPutOutAsync("c4", "42");
        Assert.Equal("1 1", await tab.Page.EvaluateAsync<string>("`${document.querySelectorAll('.editor').length} ${monaco.editor.getModels().length}`"));
        Assert.Empty(tab.Problems);
    }

    [Fact]
    public async Task The_editor_helps_with_what_the_kernel_knows()
    {
        await using var tab = await LessonTab.OpenAsync(browser, "var fortyTwo = 42;", "0", "0");
        await tab.RunAsync("c1");
        await tab.UntilAsync("c1", "succeeded");

        await tab.EditAsync("c2");
        await tab.PressAsync("Control+a");
        await tab.Page.Keyboard.TypeAsync("fortyT");
        await LessonTab.UntilContainsAsync(tab.Find(".suggest-widget.visible .monaco-list-row").First, "fortyTwo");
        await tab.PressAsync("Enter");
        await LessonTab.UntilContainsAsync(tab.Cell("c2", ".view-lines"), "fortyTwo");
        await tab.Page.Keyboard.TypeAsync(".ToString(");
        await LessonTab.UntilContainsAsync(tab.Find(".parameter-hints-widget.visible"), "ToString(");
        await tab.Page.Keyboard.TypeAsync(") + nothing");
        await LessonTab.UntilVisibleAsync(tab.Cell("c2", ".squiggly-error").First);

        await tab.PressAsync("Escape", "Escape");
        await tab.UntilSelectedAsync("c2");
        await LessonTab.UntilHiddenAsync(tab.Cell("c2", ".monaco-editor"));
    }

    [Theory]
    [InlineData("nearest(true)")]
    [InlineData("nearest(false)")]
    public async Task The_list_of_completions_is_in_the_window_and_does_not_cover_what_is_typed(string scroll)
    {
        var tall = string.Join('\n', Enumerable.Repeat("// a line", 80));
        await using var tab = await LessonTab.OpenAsync(browser, tall, "0", tall);
        await tab.EditAsync("c2");
        // Directly below the toolbar, or at the bottom of the window.
        await tab.Page.EvaluateAsync(
            "const nearest = isTop => { const cell = document.querySelector('#cell-c2 .editor').getBoundingClientRect();"
            + " scrollBy({ top: isTop ? cell.top - document.querySelector('.toolbar').getBoundingClientRect().bottom - 4 : cell.bottom - innerHeight + 4, behavior: 'instant' }); };"
            + scroll);

        await tab.PressAsync("Control+a");
        await tab.Page.Keyboard.TypeAsync("Console.");
        await LessonTab.UntilContainsAsync(tab.Find(".suggest-widget.visible .monaco-list-row").First, "Background");
        await Condition.UntilAsync(
            () => tab.Page.EvaluateAsync<bool>(
                """
                (() => {
                  const list = document.querySelector('.suggest-widget.visible').getBoundingClientRect();
                  const line = document.querySelector('#cell-c2 .view-line').getBoundingClientRect();
                  return list.top >= 0 && list.bottom <= innerHeight && (list.bottom <= line.top + 1 || list.top >= line.bottom - 1);
                })()
                """),
            () => "The list is out of the window, or covers the line.");
    }

    [Fact]
    public async Task The_editor_knows_what_cells_above_declare_before_they_have_run()
    {
        await using var tab = await LessonTab.OpenAsync(browser, "var fortyTwo = 42;", "0", "0");

        await tab.EditAsync("c2");
        await tab.PressAsync("Control+a");
        await tab.Page.Keyboard.TypeAsync("fortyT");
        await LessonTab.UntilContainsAsync(tab.Find(".suggest-widget.visible .monaco-list-row").First, "fortyTwo");
        await tab.PressAsync("Enter");
        await tab.Page.Keyboard.TypeAsync(" + nothing");
        await LessonTab.UntilVisibleAsync(tab.Cell("c2", ".squiggly-error").First);
        Assert.Equal(1, await tab.Cell("c2", ".squiggly-error").CountAsync());
    }

    [Fact]
    public async Task Jupyters_keys_add_select_delete_and_bring_back()
    {
        await using var tab = await LessonTab.OpenAsync(browser, "1", "2");

        await tab.SelectAsync("c1");
        await tab.PressAsync("j");
        await tab.UntilSelectedAsync("c2");
        await tab.PressAsync("k");
        await tab.UntilSelectedAsync("c1");
        await tab.PressAsync("b");
        await LessonTab.UntilCountAsync(tab.Find(".cell"), 3);
        await LessonTab.UntilVisibleAsync(tab.Find(".cell:nth-child(2) .monaco-editor.focused"));
        await tab.Page.Keyboard.TypeAsync("\"mine\"");
        await tab.PressAsync("Control+Enter");
        await LessonTab.UntilContainsAsync(tab.Find(".cell:nth-child(2) .outputs"), "mine");
        await tab.PressAsync("Escape", "d", "d");
        await LessonTab.UntilCountAsync(tab.Find(".cell"), 2);
        await tab.UntilSelectedAsync("c2");
        await tab.PressAsync("z");
        await LessonTab.UntilCountAsync(tab.Find(".cell"), 3);
        await tab.PressAsync("?");
        await LessonTab.UntilVisibleAsync(tab.Find("dialog.keys[open]"));
        await tab.PressAsync("Escape");
        await LessonTab.UntilHiddenAsync(tab.Find("dialog.keys"));
    }

    [Fact]
    public async Task Prose_is_edited_after_a_double_click()
    {
        await using var tab = await LessonTab.OpenAsync(browser, [NotebookFolder.Markdown("# Title\n\nOld words.")]);

        await tab.Find(".prose p").DblClickAsync();
        await LessonTab.UntilVisibleAsync(tab.Find(".monaco-editor.focused"));
        await tab.PressAsync("Control+End");
        await tab.Page.Keyboard.TypeAsync(" **New** words.");
        await tab.PressAsync("Shift+Enter");
        await LessonTab.UntilContainsAsync(tab.Find(".prose strong"), "New");
    }

    [Fact]
    public async Task Another_tab_sees_what_is_written()
    {
        await using var tab = await LessonTab.OpenAsync(browser, "1");
        await using var other = await tab.OpenAnotherAsync();

        await tab.EditAsync("c1");
        await tab.Page.Keyboard.TypeAsync("10 + ");
        await LessonTab.UntilContainsAsync(other.Cell("c1", "pre.code"), "10 + 1");
        await other.EditAsync("c1");
        await other.PressAsync("Control+End");
        await other.Page.Keyboard.TypeAsync(" + 2");
        await LessonTab.UntilContainsAsync(tab.Cell("c1", ".view-lines"), "10 + 1 + 2");
    }

    [Fact]
    public async Task On_a_narrow_screen_a_text_area_is_the_editor_and_the_page_fits()
    {
        await using var tab = await LessonTab.OpenAsync(
            browser, [NotebookFolder.Code("c1", "var aVariableWithALongName = \"" + new string('x', 200) + "\";")], width: 390);

        await tab.Cell("c1", "[data-do=edit]").ClickAsync();
        await tab.Cell("c1", "textarea").FillAsync("\"small\"");
        await tab.RunAsync("c1");
        await tab.UntilPutOutAsync("c1", "small");
        Assert.Equal(390, await tab.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
    }

    [Fact]
    public async Task The_notebook_is_downloaded_as_the_reader_has_it()
    {
        await using var tab = await LessonTab.OpenAsync(browser, "1", "2");
        await tab.EditAsync("c1");
        await tab.PressAsync("Control+a");
        await tab.Page.Keyboard.TypeAsync("7 * 6");
        await tab.PressAsync("Control+Enter");
        await tab.UntilPutOutAsync("c1", "42");

        using var answer = await tab.Course.Client.GetAsync(new Uri("/lessons/trial/notebook", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal("trial.ipynb", answer.Content.Headers.ContentDisposition?.FileName?.Trim('"'));
        var notebook = (await answer.Content.ReadFromJsonAsync<JsonNode>(TestContext.Current.CancellationToken))!;
        Assert.Equal("7 * 6", (string?)notebook["cells"]![0]!["source"]![0]);
        Assert.Equal("42", (string?)notebook["cells"]![0]!["outputs"]![0]!["data"]!["text/plain"]![0]);
    }
}
