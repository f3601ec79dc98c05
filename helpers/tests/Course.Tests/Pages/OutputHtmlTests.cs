using Course.Pages;

namespace Course.Tests.Pages;

public sealed class OutputHtmlTests
{
    [Fact]
    public void A_picture_in_SVG_is_shown_as_a_picture_with_the_words_of_its_text_form()
    {
        var html = Inline(("image/svg+xml", "<svg width='10'><rect/></svg>"), ("text/plain", "a \"box\""));
        Assert.StartsWith("<div class=\"rich\"><img src=\"data:image/svg+xml;base64,", html, StringComparison.Ordinal);
        Assert.Contains("alt=\"a &quot;box&quot;\"", html, StringComparison.Ordinal);
        Assert.Contains(Convert.ToBase64String("<svg xmlns=\"http://www.w3.org/2000/svg\" width='10'>"u8)[..40], html, StringComparison.Ordinal);
    }

    [Fact]
    public void JSON_is_laid_out_and_coloured()
    {
        var html = Inline(("application/json", "{\"a\":[1,\"<b>\"]}"));
        Assert.Contains("tok-number", html, StringComparison.Ordinal);
        Assert.Contains("&lt;b&gt;", html, StringComparison.Ordinal);
        Assert.True(html.Split('\n').Length >= 6);
        Assert.Contains("{broken", Inline(("application/json", "{broken")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_formula_is_shown_as_it_is_written_and_Markdown_as_prose()
    {
        Assert.Equal("<pre class=\"text latex\">$a &lt; b$</pre>", Inline(("text/latex", "$a < b$"), ("text/plain", "poor")));
        Assert.Contains("<strong>b</strong>", Inline(("text/markdown", "# A\n**b**")), StringComparison.Ordinal);
        Assert.DoesNotContain("id=", Inline(("text/markdown", "# A\n**b**")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_table_of_dotnet_interactive_comes_without_its_style_sheet()
    {
        var html = Inline(("text/html", "<details open=\"open\" class=\"dni-treeview\"><summary><span class=\"dni-code-hint\"><code>x</code></span></summary></details><style>\n.dni-code-hint { overflow: hidden; }\ntable td { text-align: start; }\n</style>"));
        Assert.Equal("<div class=\"rich\"><details open=\"open\" class=\"dni-treeview\"><summary><span class=\"dni-code-hint\"><code>x</code></span></summary></details></div>", html);
    }

    [Fact]
    public void A_chart_keeps_its_picture_its_colours_and_its_data_and_loses_its_script_and_style_sheet()
    {
        const string Chart = "<figure class=\"async-chart\" data-chart=\"bars\" style=\"position:relative;max-width:960px\"><style>.async-chart{}</style>"
            + "<svg viewBox=\"0 0 1 1\" role=\"img\"><title>T</title><defs><pattern id=\"p\" patternUnits=\"userSpaceOnUse\"></pattern></defs><rect class=\"ac-card-f\" fill=\"url(#p)\" stroke=\"url(#q)\"/></svg>"
            + "<script type=\"application/json\">{\"a\":\"<b>\"}</script><script>go()</script></figure>";
        var html = Inline(("text/html", Chart));
        Assert.Contains("viewBox=\"0 0 1 1\"", html, StringComparison.Ordinal);
        Assert.Contains("patternUnits=", html, StringComparison.Ordinal);
        Assert.Contains("style=\"max-width:960px\"", html, StringComparison.Ordinal);
        Assert.Matches("<pattern id=\"(svg-[0-9a-f]+-p)\".*fill=\"url\\(#\\1\\)\"", html);
        Assert.DoesNotContain("stroke=", html, StringComparison.Ordinal);
        Assert.Contains("<script type=\"application/json\">{\"a\":\"\\u003cb>\"}</script></figure>", html, StringComparison.Ordinal);
        Assert.DoesNotContain("go()", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<style", html, StringComparison.Ordinal);
    }

    [Fact]
    public void A_figure_of_plotly_is_its_data()
    {
        var html = Inline(("application/vnd.plotly.v1+json", "{\"data\":[{\"name\":\"</script>\"}]}"), ("text/html", "<script>draw()</script>"));
        Assert.Equal("<div class=\"rich\"><figure class=\"plotly-figure\"><script type=\"application/json\">{\"data\":[{\"name\":\"\\u003C/script\\u003E\"}]}</script></figure></div>", html);
    }

    [Fact]
    public void Links_lead_out_in_a_window_of_their_own_and_pictures_from_elsewhere_wait_for_a_click()
    {
        var html = Inline(("text/html", "<a href=\"https://example.org/?a=1&amp;b\">x</a><a href=\"local.html\">y</a><img src=\"https://example.org/p.png\" alt=\"p\">"));
        Assert.Equal(
            "<div class=\"rich\"><a href=\"https://example.org/?a=1&amp;b\" target=\"_blank\" rel=\"noopener noreferrer\">x</a><a>y</a>"
            + "<a href=\"https://example.org/p.png\" target=\"_blank\" rel=\"noopener noreferrer\">p</a></div>",
            html);
    }

    [Fact]
    public void What_brings_a_script_is_a_document_for_a_frame()
    {
        var framed = Assert.IsType<FramedFragment>(OutputHtml.Render(Outputs.Display(("text/html", "<b>x</b><script>go()</script>"))));
        Assert.Contains("<script>go()</script>", framed.Document, StringComparison.Ordinal);
        Assert.Contains("default-src &#39;none&#39;", framed.Document, StringComparison.Ordinal);
    }

    private static string Inline(params (string Type, string Text)[] data) =>
        Assert.IsType<InlineFragment>(OutputHtml.Render(Outputs.Display(data))).Html;
}
