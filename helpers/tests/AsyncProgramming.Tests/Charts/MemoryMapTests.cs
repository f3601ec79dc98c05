using System.Xml.Linq;
using AsyncProgramming.Charts;
using AsyncProgramming.Charts.Drawing;

namespace AsyncProgramming.Tests.Charts;

public sealed class MemoryMapTests
{
    private static readonly MemoryMap Map = new(
        "An object",
        40,
        [
            new(0, 8, "header", "object"),
            new(8, 4, "state = 1", "method"),
            new(12, 1, "a name that is too long for its byte", "method"),
            new(16, 16, "a struct of two words", "method"),
            new(32, 2, "<b>&", "base"),
        ]);

    [Fact]
    public void A_map_is_a_figure_of_its_kind_and_its_picture_is_well_formed()
    {
        var html = Map.ToHtml();
        Assert.StartsWith("<figure class=\"async-chart\" data-chart=\"memory\"", html, StringComparison.Ordinal);
        Assert.EndsWith("</figure>", html, StringComparison.Ordinal);
        var svg = XElement.Parse(ChartPicture.Of(Map).Markup);
        Assert.Equal(Map.Title, svg.Elements().First().Value);
        Assert.Equal(Map.Describe(), svg.Elements().ElementAt(1).Value);
    }

    [Fact]
    public void Every_cell_is_named_in_the_picture_or_where_one_points_at_it()
    {
        var texts = XElement.Parse(ChartPicture.Of(Map).Markup).Value;
        Assert.All(Map.Cells, cell => Assert.Contains($"{cell.Name}: {cell.Size} bytes from byte {cell.Offset}", texts, StringComparison.Ordinal));
        var written = ChartPicture.Of(Map).Canvas.TextBoxes.Select(box => box.Text).ToArray();
        Assert.Contains("state = 1", written);
        Assert.Contains("a struct of two words", written);
    }

    [Fact]
    public void The_legend_sums_up_what_each_owner_has()
    {
        var written = ChartPicture.Of(Map).Canvas.TextBoxes.Select(box => box.Text).ToArray();
        Assert.Contains("object: 8 B", written);
        Assert.Contains("method: 21 B", written);
        Assert.Contains("base: 2 B", written);
    }

    [Fact]
    public void What_no_cell_covers_is_padding_that_ends_with_its_row() =>
        Assert.Equal([(13, 3), (34, 6)], MemoryMapDrawing.Padding(Map).Select(cell => (cell.Offset, cell.Size)));

    [Fact]
    public void No_text_lies_on_another_and_all_are_inside_of_the_card()
    {
        var picture = ChartPicture.Of(Map);
        var boxes = picture.Canvas.TextBoxes;
        Assert.All(boxes, a => Assert.DoesNotContain(boxes, b => a != b
            && a.Left < b.Right - 0.5 && b.Left < a.Right - 0.5 && a.Top < b.Bottom - 0.5 && b.Top < a.Bottom - 0.5));
        Assert.All(boxes, box =>
        {
            Assert.InRange(box.Left, 2, picture.Canvas.Width);
            Assert.InRange(box.Right, 0, picture.Canvas.Width - 2);
            Assert.InRange(box.Bottom, 0, picture.Height - 2);
        });
    }

    [Fact]
    public void It_says_in_words_what_is_where()
    {
        var words = Map.Describe();
        Assert.Contains("Map of 40 bytes.", words, StringComparison.Ordinal);
        Assert.Contains("Byte 8: state = 1, 4 bytes (method)", words, StringComparison.Ordinal);
        Assert.EndsWith("Padding: 9 bytes.", words, StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_map_says_that_nothing_was_recorded() =>
        Assert.Contains("Nothing was recorded.", new MemoryMap("Nothing", 0, []).ToHtml(), StringComparison.Ordinal);
}
