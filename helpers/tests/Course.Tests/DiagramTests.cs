using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Course.Tests;

public sealed partial class DiagramTests
{
    private static readonly string[] Names =
    [
        "async-block", "async-nonblock", "parallel", "pooling-management",
        "sync-async", "sync-block", "sync-nonblock", "task-execution",
    ];

    public static TheoryData<string> Diagrams => [.. Names];

    [Fact]
    public void The_eight_figures_of_the_original_are_there() => Assert.Equal(
        Names, Directory.GetFiles(Folder(), "*.svg").Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Diagrams))]
    public void A_diagram_says_in_words_what_it_shows(string name)
    {
        var svg = Load(name);
        Assert.False(string.IsNullOrWhiteSpace(svg.Element(Svg("title"))?.Value));
        Assert.True(svg.Element(Svg("desc"))?.Value.Trim().Length > 80);
    }

    [Theory]
    [MemberData(nameof(Diagrams))]
    public void A_diagram_needs_nothing_but_itself(string name)
    {
        var svg = Load(name);
        Assert.DoesNotContain(svg.DescendantsAndSelf(), e => e.Name.LocalName is "script" or "image" or "use" or "foreignObject");
        Assert.All(svg.DescendantsAndSelf(), e => Assert.Equal(svg.Name.Namespace, e.Name.Namespace));
        Assert.DoesNotContain(
            svg.DescendantsAndSelf().Attributes(),
            a => a.Name.LocalName.StartsWith("on", StringComparison.OrdinalIgnoreCase) || a.Name.LocalName == "href");

        // What a fill or a marker refers to is in the same file; nothing is imported, no font is loaded.
        var referred = References().Matches(svg.ToString()).Select(match => match.Groups[1].Value).ToArray();
        var ids = svg.Descendants().Attributes("id").Select(id => "#" + id.Value).ToHashSet();
        Assert.All(referred, reference => Assert.Contains(reference, ids));
        Assert.DoesNotContain("@import", svg.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("@font-face", svg.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Diagrams))]
    public void A_diagram_has_words_that_are_text_and_large_enough_at_400_pixels(string name)
    {
        var svg = Load(name);
        Assert.InRange(svg.Descendants(Svg("text")).Count(), 5, 25);
        Assert.All(svg.Descendants(Svg("path")), path => Assert.True(path.Attribute("d")!.Value.Length < 60, "outlined letters?"));

        var width = Number(svg.Attribute("viewBox")!.Value.Split(' ')[2]);
        var sizes = FontSizes().Matches(svg.ToString()).Select(match => Number(match.Groups[1].Value)).ToArray();
        Assert.NotEmpty(sizes);
        Assert.All(sizes, size => Assert.True(size >= width / 30));
    }

    [Theory]
    [MemberData(nameof(Diagrams))]
    public void A_diagram_lies_on_a_card_of_its_own_that_spans_it(string name)
    {
        var svg = Load(name);
        var size = svg.Attribute("viewBox")!.Value.Split(' ');
        var card = svg.Elements(Svg("rect")).First();
        Assert.Equal("card", card.Attribute("class")?.Value);
        Assert.Equal(Number(size[2]) - 4, Number(card.Attribute("width")!.Value));
        Assert.Equal(Number(size[3]) - 4, Number(card.Attribute("height")!.Value));
    }

    // Without one, VS Code and others make it as wide as their window, and its words as large as headings.
    [Theory]
    [MemberData(nameof(Diagrams))]
    public void A_diagram_has_a_size_of_its_own(string name)
    {
        var svg = Load(name);
        var size = svg.Attribute("viewBox")!.Value.Split(' ');
        Assert.Equal((size[2], size[3]), (svg.Attribute("width")?.Value, svg.Attribute("height")?.Value));
    }

    [Theory]
    [MemberData(nameof(Diagrams))]
    public void All_diagrams_share_one_visual_language(string name)
    {
        var (svg, first) = (Load(name), Load(Names[0]));
        Assert.Equal(first.Element(Svg("style"))!.Value, svg.Element(Svg("style"))!.Value);
        Assert.Equal(first.Element(Svg("defs"))!.ToString(), svg.Element(Svg("defs"))!.ToString());

        var classes = ClassNames().Matches(svg.Element(Svg("style"))!.Value).Select(match => match.Groups[1].Value).ToHashSet();
        var used = svg.Descendants().Attributes("class").SelectMany(a => a.Value.Split(' ')).Distinct();
        Assert.All(used, name => Assert.Contains(name, classes));
    }

    private static XName Svg(string name) => XName.Get(name, "http://www.w3.org/2000/svg");

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static XElement Load(string name) => XElement.Load(Path.Combine(Folder(), name + ".svg"));

    private static string Folder()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "global.json")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("The tests run in the repository.");
        }

        return Path.Combine(folder, "assets");
    }

    [GeneratedRegex(@"url\(([^)]*)\)")]
    private static partial Regex References();

    [GeneratedRegex(@"font(?:-size)?: (\d+)px")]
    private static partial Regex FontSizes();

    [GeneratedRegex(@"\.([a-z][a-z-]*)(?=[ ,])")]
    private static partial Regex ClassNames();
}
