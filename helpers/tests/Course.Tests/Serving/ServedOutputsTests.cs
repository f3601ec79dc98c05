using System.Text.Json.Nodes;
using Browsing;
using Course.Tests.Components;

namespace Course.Tests.Serving;

/// <summary>Outputs of a notebook on the served page, in a real browser, under the policy that every answer has.</summary>
public sealed class ServedOutputsTests(Browser browser) : IClassFixture<Browser>
{
    [Fact]
    public async Task A_script_of_an_output_runs_in_a_frame_and_reaches_neither_page_nor_server()
    {
        await using var tab = await OpenAsync(
            """
            <p id="x"></p><div style="height:700px"></div>
            <script>
              const tries = [`origin ${origin}`];
              const attempt = (name, action) => { try { action(); tries.push(`${name} done`); } catch { tries.push(`${name} refused`); } };
              attempt('page', () => parent.document.title = 'taken');
              attempt('cookie', () => document.cookie = 'a=b');
              attempt('storage', () => localStorage.setItem('theme', 'dark'));
              fetch('/lessons/trial/notebook').then(() => tries.push('server done'), () => tries.push('server refused')).then(() => x.textContent = tries.join(', '));
            </script>
            """);
        var frame = tab.Page.FrameLocator("iframe.frame");
        await frame.GetByText("server").WaitForAsync();
        Assert.Equal("origin null, page refused, cookie refused, storage refused, server refused", await frame.Locator("#x").TextContentAsync());
        await tab.Page.WaitForFunctionAsync("document.querySelector('iframe.frame')?.offsetHeight > 700");
        Assert.NotEqual("taken", await tab.Page.TitleAsync());
    }

    [Fact]
    public async Task A_frame_cannot_leave_for_another_site()
    {
        await using var tab = await OpenAsync("<button onclick=\"location = 'http://evil.test/'\">Leave</button>");
        await tab.Page.RunAndWaitForConsoleMessageAsync(
            () => tab.Page.FrameLocator("iframe.frame").GetByText("Leave").ClickAsync(),
            new() { Predicate = message => message.Text.Contains("evil.test", StringComparison.Ordinal) && message.Text.Contains("frame-src", StringComparison.Ordinal) });
        Assert.Empty(tab.ForeignRequests);
    }

    private Task<LessonTab> OpenAsync(string html)
    {
        var output = new JsonObject
        {
            ["output_type"] = "display_data",
            ["metadata"] = new JsonObject(),
            ["data"] = new JsonObject { ["text/html"] = html },
        };
        return LessonTab.OpenAsync(browser, [NotebookFolder.Code("a", "1", output)]);
    }
}
