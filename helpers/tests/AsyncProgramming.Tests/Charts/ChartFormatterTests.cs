using AsyncProgramming.Charts;
using Microsoft.DotNet.Interactive.Formatting;

namespace AsyncProgramming.Tests.Charts;

public sealed class ChartFormatterTests
{
    [Theory]
    [MemberData(nameof(ChartSamples.Names), MemberType = typeof(ChartSamples))]
    public void A_notebook_shows_the_picture_where_it_shows_html(string name) =>
        Assert.Equal(ChartSamples.All[name].ToHtml(), ChartSamples.All[name].ToDisplayString(HtmlFormatter.MimeType));

    [Theory]
    [MemberData(nameof(ChartSamples.Names), MemberType = typeof(ChartSamples))]
    public void A_notebook_shows_the_words_where_it_shows_plain_text(string name) =>
        Assert.Equal(ChartSamples.All[name].Describe(), ChartSamples.All[name].ToDisplayString(PlainTextFormatter.MimeType));

    [Fact]
    public void Html_is_what_a_notebook_prefers() =>
        Assert.Equal(HtmlFormatter.MimeType, Formatter.GetPreferredMimeTypesFor(typeof(Timeline)).First());
}
