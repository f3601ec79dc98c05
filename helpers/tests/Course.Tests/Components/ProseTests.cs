using System.Text.Json.Nodes;
using Browsing;

namespace Course.Tests.Components;

/// <summary>Cells of text on a lesson's page, in a real browser.</summary>
public sealed class ProseTests(Browser browser) : IClassFixture<Browser>
{
    [Fact]
    public async Task A_raw_cell_and_an_attached_picture_are_shown()
    {
        var raw = NotebookFolder.Markdown("# not a *heading*");
        raw["cell_type"] = "raw";
        var prose = NotebookFolder.Markdown("![a dot](attachment:dot.gif)");
        prose["attachments"] = JsonNode.Parse("""{"dot.gif":{"image/gif":"R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"}}""");
        await using var tab = await LessonTab.OpenAsync(browser, [NotebookFolder.Code("c1", "1"), raw, prose]);

        await LessonTab.UntilContainsAsync(tab.Find(".prose pre"), "# not a *heading*");
        await Condition.UntilAsync(
            () => tab.Page.EvaluateAsync<bool>("document.querySelector('.prose img').naturalWidth === 1"), () => "The picture is not there.");
        Assert.Empty(tab.Problems);
    }
}
