using System.Text.RegularExpressions;
using System.Xml.Linq;
using AsyncProgramming.Charts;
using AsyncProgramming.Charts.Drawing;

namespace AsyncProgramming.Tests.Charts;

public sealed partial class ChartHtmlTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    [Theory]
    [MemberData(nameof(ChartSamples.Names), MemberType = typeof(ChartSamples))]
    public void A_chart_is_one_figure_of_its_kind(string name)
    {
        var html = ChartSamples.All[name].ToHtml();
        var kind = ChartSamples.All[name] switch { Timeline => "timeline", BarChart => "bars", _ => "lines" };
        Assert.StartsWith($"<figure class=\"async-chart\" data-chart=\"{kind}\"", html, StringComparison.Ordinal);
        Assert.EndsWith("</figure>", html, StringComparison.Ordinal);
        Assert.Single(FigureEnd().Matches(html));
    }

    [Theory]
    [MemberData(nameof(ChartSamples.Names), MemberType = typeof(ChartSamples))]
    public void The_picture_is_well_formed_and_says_in_words_what_it_shows(string name)
    {
        var chart = ChartSamples.All[name];
        var svg = PictureOf(chart);
        Assert.Equal("img", svg.Attribute("role")?.Value);
        Assert.Equal(SvgCanvas.Printable(chart.Title), svg.Elements().First().Value);
        Assert.Equal(SvgCanvas.Printable(chart.Describe()), svg.Elements().ElementAt(1).Value);
    }

    [Theory]
    [MemberData(nameof(ChartSamples.Names), MemberType = typeof(ChartSamples))]
    public void A_chart_is_small_enough_for_a_notebook_of_twenty(string name) =>
        Assert.InRange(ChartSamples.All[name].ToHtml().Length, 1, 40_000);

    [Theory]
    [MemberData(nameof(ChartSamples.Names), MemberType = typeof(ChartSamples))]
    public void Identifiers_belong_to_the_chart_and_every_one_that_is_used_exists(string name)
    {
        var chart = ChartSamples.All[name];
        var svg = PictureOf(chart);
        var ids = svg.Descendants().Attributes("id").Select(id => id.Value).ToArray();
        Assert.Equal(ids.Length, ids.Distinct().Count());
        Assert.All(ids, id => Assert.StartsWith(ChartPicture.Of(chart).Id, id, StringComparison.Ordinal));
        var used = Reference().Matches(svg.ToString()).Select(match => match.Groups[1].Value);
        Assert.All(used, id => Assert.Contains(id, ids));
    }

    [Fact]
    public void Different_charts_have_different_identifiers()
    {
        var ids = ChartSamples.All.Values.Select(chart => ChartPicture.Of(chart).Id).ToArray();
        Assert.Equal(ids.Length, ids.Distinct().Count());
    }

    [Fact]
    public void Equal_charts_give_equal_html() =>
        Assert.Equal(ChartSamples.Turns(50).ToHtml(), ChartSamples.Turns(50).ToHtml());

    [Fact]
    public void A_title_that_looks_like_markup_is_text()
    {
        var html = ChartSamples.All["hostile texts"].ToHtml();
        Assert.DoesNotContain("<script>alert", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>", html, StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_chart_says_so()
    {
        foreach (var name in new[] { "empty timeline", "no bars", "no points" })
        {
            Assert.Contains("Nothing was recorded.", PictureOf(ChartSamples.All[name]).Elements(Svg + "g").Select(g => g.Value));
        }
    }

    [Theory]
    [MemberData(nameof(ChartSamples.Names), MemberType = typeof(ChartSamples))]
    public void Colours_are_those_of_the_palette_or_of_the_card(string name)
    {
        var allowed = Enumerable.Range(-1, Palette.Count + 1).Select(Palette.Colour)
            .Concat([Ink.Card.Light, Ink.Edge.Light, Ink.Grid.Light, Ink.Text.Light, Ink.Muted.Light, "#000000", "none"])
            .ToHashSet();
        var colours = PictureOf(ChartSamples.All[name]).Descendants()
            .SelectMany(element => new[] { element.Attribute("fill"), element.Attribute("stroke") })
            .OfType<XAttribute>()
            .Select(attribute => attribute.Value)
            .Where(colour => !colour.StartsWith("url(", StringComparison.Ordinal));
        Assert.All(colours, colour => Assert.Contains(colour, allowed));
    }

    private static XElement PictureOf(Chart chart)
    {
        var html = chart.ToHtml();
        var start = html.IndexOf("<svg", StringComparison.Ordinal);
        return XElement.Parse(html[start..(html.IndexOf("</svg>", StringComparison.Ordinal) + 6)]);
    }

    [GeneratedRegex("</figure>")]
    private static partial Regex FigureEnd();

    [GeneratedRegex(@"url\(#([^)]+)\)")]
    private static partial Regex Reference();
}
