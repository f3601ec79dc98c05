using System.Net;
using Course.Lessons;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;

namespace Course.Pages;

/// <summary>Markdown as HTML. What is HTML in it stays as it is.</summary>
internal static class MarkdownHtml
{
    /// <summary>The HTML of a cell's prose.</summary>
    /// <param name="markdown">The prose.</param>
    /// <param name="headings">Its headings, which have the ids; none for text whose headings nothing links to.</param>
    public static string Render(string markdown, IReadOnlyList<Heading> headings)
    {
        var document = Prose.Parse(markdown);
        foreach (var (block, heading) in document.Descendants<HeadingBlock>().Zip(headings)) block.GetAttributes().Id = heading.Id;
        using var writer = new StringWriter();
        var renderer = new HtmlRenderer(writer);
        Prose.Pipeline.Setup(renderer);
        renderer.ObjectRenderers.Replace<CodeBlockRenderer>(new HighlightedCodeRenderer());
        renderer.Render(document);
        return writer.ToString();
    }

    private sealed class HighlightedCodeRenderer : HtmlObjectRenderer<CodeBlock>
    {
        protected override void Write(HtmlRenderer renderer, CodeBlock block)
        {
            var code = block.Lines.ToString();
            var language = (block as FencedCodeBlock)?.Info ?? "";
            renderer.EnsureLine();
            renderer.Write($"<pre class=\"code\" data-language=\"{WebUtility.HtmlEncode(language)}\"><code>");
            renderer.Write(CodeHighlighter.Shared.ToHtml(code, language));
            renderer.WriteLine("</code></pre>");
        }
    }
}
