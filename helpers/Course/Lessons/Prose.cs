using Markdig;
using Markdig.Helpers;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Course.Lessons;

/// <summary>Markdown as the lessons are written in it.</summary>
internal static class Prose
{
    public static MarkdownPipeline Pipeline { get; } = new MarkdownPipelineBuilder()
        .UsePipeTables().UseAutoLinks().UseTaskLists().UseFootnotes().UseEmphasisExtras().UseDefinitionLists().Build();

    /// <summary>What is written. Text that is nested deeper than anybody writes, which the parser refuses, is one block of code.</summary>
    public static MarkdownDocument Parse(string markdown)
    {
        try
        {
            return Markdown.Parse(markdown, Pipeline);
        }
        catch (ArgumentException)
        {
            return [new CodeBlock(parser: null!) { Lines = new StringLineGroup(markdown) }];
        }
    }

    /// <summary>The headings, in order, each with an id that is not among those taken; it then is.</summary>
    public static IReadOnlyList<Heading> Headings(MarkdownDocument document, ISet<string> taken) =>
    [
        .. document.Descendants<HeadingBlock>().Select(block =>
        {
            var text = TextOf(block.Inline);
            return new Heading(block.Level, text, Unique(LinkHelper.UrilizeAsGfm(text), taken));
        }),
    ];

    /// <summary>The words, without what makes them bold, code or a link.</summary>
    public static string TextOf(ContainerInline? inlines) => string.Concat((inlines?.Descendants() ?? []).Select(inline => inline switch
    {
        LiteralInline literal => literal.Content.ToString(),
        CodeInline code => code.Content,
        HtmlEntityInline entity => entity.Transcoded.ToString(),
        AutolinkInline link => link.Url,
        LineBreakInline => " ",
        _ => "",
    }));

    private static string Unique(string id, ISet<string> taken)
    {
        var unique = id;
        for (var i = 1; !taken.Add(unique); i++) unique = $"{id}-{i}";
        return unique;
    }
}
