using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Course.Pages;
using Jupyter.Documents;

namespace Course.Tests.Pages;

public sealed partial class NotebookPageTests : IDisposable
{
    private readonly NotebookFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_page_is_called_as_the_notebook_and_lists_its_headings()
    {
        var page = Page(NotebookFolder.Markdown("# Title — 标题"), NotebookFolder.Markdown("## One\n## Two `code`\n### Two `code`"));
        Assert.Contains("<title>Title — 标题</title>", page, StringComparison.Ordinal);
        Assert.Contains("<a href=\"#two-code\">Two code</a>", page, StringComparison.Ordinal);
        Assert.Contains("<h3 id=\"two-code-1\">Two <code>code</code></h3>", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Pictures_beside_the_notebook_become_part_of_the_page()
    {
        File.WriteAllText(_folder.File("a b.svg"), "<svg xmlns='http://www.w3.org/2000/svg'/>");
        var page = Page(NotebookFolder.Markdown("![What it shows](a%20b.svg)\n\n<img src=\"a%20b.svg\" width=\"10\">"));
        Assert.Equal(2, Regex.Count(page, "src=\"data:image/svg\\+xml;base64,PHN2Zy"));
        Assert.Contains("alt=\"What it shows\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Pictures_that_are_attached_to_a_cell_become_part_of_the_page()
    {
        var cell = NotebookFolder.Markdown("![p](attachment:my%20p.png) ![q](attachment:q.png) ![r](attachment:r.txt)");
        cell["attachments"] = JsonNode.Parse("""{"my p.png":{"image/png":"iVBORw0KGgo="},"r.txt":{"text/plain":"r"}}""");

        var page = Page(cell, NotebookFolder.Markdown("![other](attachment:my%20p.png)"));

        Assert.Contains("<img src=\"data:image/png;base64,iVBORw0KGgo=\" alt=\"p\">", page, StringComparison.Ordinal);
        foreach (var missing in new[] { "q", "r", "other" }) Assert.Contains($"<img alt=\"{missing}\">", page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_raw_cell_is_shown_as_it_is_written()
    {
        var raw = NotebookFolder.Markdown("# not a *heading* <b>");
        raw["cell_type"] = "raw";
        Assert.Contains("<pre># not a *heading* &lt;b&gt;</pre>", Page(raw), StringComparison.Ordinal);
    }

    [Fact]
    public void Links_lead_to_the_pages_of_other_notebooks_and_to_files_from_where_the_page_is()
    {
        var page = Page(NotebookFolder.Markdown("[next](02-next.ipynb#part) [code](src/A.cs) [here](#top) [web](https://example.org/x)"));
        Assert.Contains("href=\"02-next.html#part\"", page, StringComparison.Ordinal);
        Assert.Contains("href=\"../src/A.cs\"", page, StringComparison.Ordinal);
        Assert.Contains("href=\"#top\"", page, StringComparison.Ordinal);
        Assert.Contains("href=\"https://example.org/x\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Code_is_coloured_and_what_it_says_is_never_markup()
    {
        var page = Page(NotebookFolder.Code("a", "var x = \"<script>\"; // <b>"), NotebookFolder.Markdown("```python\nif x: \"<i>\"\n```\n\n    <u>\n"));
        Assert.Contains("<span class=\"tok-keyword\">var</span>", page, StringComparison.Ordinal);
        Assert.Contains("<span class=\"tok-keyword\">if</span>", page, StringComparison.Ordinal);
        Assert.Contains("&lt;script&gt;", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<i>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<u>", page, StringComparison.Ordinal);
    }

    [Fact]
    public void The_richest_form_of_an_output_is_shown_and_text_is_never_markup()
    {
        var page = Page(NotebookFolder.Code(
            "a",
            "1",
            Display(("text/html", "<b>rich</b>"), ("text/plain", "poor")),
            Display(("text/plain", "a < b")),
            new JsonObject { ["output_type"] = "stream", ["name"] = "stderr", ["text"] = "\e[31m<red>\e[0m" },
            new JsonObject { ["output_type"] = "error", ["ename"] = "E", ["evalue"] = "<v>", ["traceback"] = new JsonArray() }));
        Assert.Contains("<div class=\"rich\"><b>rich</b></div>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("poor", page, StringComparison.Ordinal);
        Assert.Contains("a &lt; b", page, StringComparison.Ordinal);
        Assert.Contains("<span style=\"color:var(--ansi-1)\">&lt;red&gt;</span>", page, StringComparison.Ordinal);
        Assert.Contains("E: &lt;v&gt;", page, StringComparison.Ordinal);
    }

    [Fact]
    public void The_page_asks_no_network_for_anything()
    {
        var page = Page(NotebookFolder.Markdown("# A\n\n![x](missing.png)"), NotebookFolder.Code("a", "1", Display(("text/html", "<figure data-chart=\"bars\"></figure>"))));
        Assert.Contains("default-src 'none'", page, StringComparison.Ordinal);
        var head = page[..page.IndexOf("<body>", StringComparison.Ordinal)];
        Assert.DoesNotMatch(ExternalReference(), head.Split("<script>")[0]);
    }

    [Fact]
    public void A_page_with_charts_brings_the_script_that_makes_them_interactive_once()
    {
        var chart = Display(("text/html", "<figure data-chart=\"bars\"></figure>"));
        var charts = Page(NotebookFolder.Code("a", "1", chart, chart.DeepClone()));
        Assert.Equal(1, Regex.Count(charts, "plotly\\.js v[0-9.]+"));
        Assert.True(Page(NotebookFolder.Code("a", "1")).Length < 100_000);
    }

    private static JsonObject Display(params (string Type, string Text)[] data) => new()
    {
        ["output_type"] = "display_data",
        ["data"] = new JsonObject(data.Select(item => KeyValuePair.Create(item.Type, (JsonNode?)item.Text))),
        ["metadata"] = new JsonObject(),
    };

    private string Page(params JsonObject[] cells) => NotebookPage.Render(
        Notebook.Parse(NotebookFolder.Json(cells).ToJsonString()), "name", new LocalLinks(_folder.Path, _folder.Output));

    [GeneratedRegex("(src|href)=\"(?!data:|#)|@import|url\\(")]
    private static partial Regex ExternalReference();
}
