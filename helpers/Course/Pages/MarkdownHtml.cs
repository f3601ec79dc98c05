using System.Net;
using Markdig;
using Markdig.Helpers;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Course.Pages;

/// <summary>The prose of one notebook as HTML, and the headings it came across.</summary>
internal sealed class MarkdownHtml(CodeHighlighter highlighter)
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder()
        .UsePipeTables().UseAutoLinks().UseTaskLists().UseFootnotes().UseEmphasisExtras().UseDefinitionLists().Build();

    private readonly HashSet<string> _ids = [];
    private readonly List<Heading> _headings = [];

    public IReadOnlyList<Heading> Headings => _headings;

    public string Render(string markdown)
    {
        var document = Markdown.Parse(markdown, Pipeline);
        foreach (var block in document.Descendants<HeadingBlock>())
        {
            var text = TextOf(block.Inline);
            var id = Unique(LinkHelper.UrilizeAsGfm(text));
            block.GetAttributes().Id = id;
            _headings.Add(new Heading(block.Level, text, id));
        }

        using var writer = new StringWriter();
        var renderer = new HtmlRenderer(writer);
        Pipeline.Setup(renderer);
        renderer.ObjectRenderers.Replace<CodeBlockRenderer>(new HighlightedCodeRenderer(highlighter));
        renderer.Render(document);
        return writer.ToString();
    }

    private static string TextOf(ContainerInline? inlines) => string.Concat((inlines?.Descendants() ?? []).Select(inline => inline switch
    {
        LiteralInline literal => literal.Content.ToString(),
        CodeInline code => code.Content,
        HtmlEntityInline entity => entity.Transcoded.ToString(),
        LineBreakInline => " ",
        _ => "",
    }));

    private string Unique(string id)
    {
        var unique = id;
        for (var i = 1; !_ids.Add(unique); i++) unique = $"{id}-{i}";
        return unique;
    }

    private sealed class HighlightedCodeRenderer(CodeHighlighter highlighter) : HtmlObjectRenderer<CodeBlock>
    {
        protected override void Write(HtmlRenderer renderer, CodeBlock block)
        {
            var code = block.Lines.ToString();
            var language = (block as FencedCodeBlock)?.Info ?? "";
            renderer.EnsureLine();
            renderer.Write($"<pre class=\"code\" data-language=\"{WebUtility.HtmlEncode(language)}\"><code>");
            renderer.Write(highlighter.ToHtml(code, language));
            renderer.WriteLine("</code></pre>");
        }
    }
}

/// <summary>A heading of a notebook.</summary>
/// <param name="Level">From 1, the title.</param>
/// <param name="Text">Its words.</param>
/// <param name="Id">Its anchor on the page.</param>
internal sealed record Heading(int Level, string Text, string Id);
