using System.Net;
using Course.Lessons;
using Jupyter.Documents;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;

namespace Course.Pages;

/// <summary>Markdown as HTML that is safe on a page.</summary>
internal static class MarkdownHtml
{
    /// <summary>The HTML of a cell's prose. A raw cell is shown as it is written.</summary>
    /// <param name="cell">The cell, which is none of code.</param>
    /// <param name="links">Resolves what it links to.</param>
    public static string Render(LessonCell cell, PageLinks links) => cell.Kind == CellKind.Raw
        ? $"<pre>{WebUtility.HtmlEncode(cell.Source)}</pre>\n"
        : Render(cell.Source, cell.Headings, links with { Pictures = cell.Pictures });

    /// <summary>The HTML of prose.</summary>
    /// <param name="markdown">The prose.</param>
    /// <param name="headings">Its headings, which have the ids; none for text whose headings nothing links to.</param>
    /// <param name="links">Resolves what it links to; <see langword="null"/> where only absolute links are left.</param>
    public static string Render(string markdown, IReadOnlyList<Heading> headings, PageLinks? links) => FragmentCache.Get(
        new Source(markdown, string.Join(' ', headings.Select(heading => heading.Id)), links),
        markdown.Length,
        _ => Make(markdown, headings, links));

    private static string Make(string markdown, IReadOnlyList<Heading> headings, PageLinks? links)
    {
        var document = Prose.Parse(markdown);
        foreach (var (block, heading) in document.Descendants<HeadingBlock>().Zip(headings)) block.GetAttributes().Id = heading.Id;
        using var writer = new StringWriter();
        var renderer = new HtmlRenderer(writer);
        Prose.Pipeline.Setup(renderer);
        renderer.ObjectRenderers.Replace<CodeBlockRenderer>(new HighlightedCodeRenderer());
        renderer.Render(document);
        return HtmlCleaner.Prose(writer.ToString(), links, headings.Select(heading => heading.Id));
    }

    private sealed record Source(string Markdown, string Ids, PageLinks? Links);

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
