using System.Text.RegularExpressions;
using Jupyter.Documents;

namespace Course.Tests.Lessons;

/// <summary>A lesson as a deck of slides: which cell is where in it follows from what the cell is.</summary>
public sealed partial class SlideTests
{
    /// <summary>The characters of a text that leave room on its slide for the code after it.</summary>
    private const int ShortText = 300;

    public static TheoryData<string> Lessons => Lesson.Names;

    [Theory]
    [MemberData(nameof(Lessons))]
    public void Every_cell_has_the_place_in_the_deck_that_the_rule_gives_it(string name)
    {
        var cells = Lesson.Named(name).Read().Cells;
        Assert.All(cells, cell => Assert.Equal(
            (cell.Id, Rule(cell, cell.Index == 0 ? null : cells[cell.Index - 1])),
            (cell.Id, (string?)cell.Metadata["slideshow"]?["slide_type"])));
    }

    /// <summary>The table of the README, row by row.</summary>
    private static string Rule(Cell cell, Cell? before) => cell switch
    {
        { Kind: CellKind.Code } when before is { Kind: CellKind.Markdown, Source.Length: <= ShortText } => "-",
        { Kind: CellKind.Code } => "subslide",
        _ when cell.Tags.Contains("solution") => "skip",
        _ when Section().IsMatch(cell.Source) => "slide",
        _ when cell.Source.Length <= ShortText || Question().IsMatch(cell.Source) => "subslide",
        _ => "notes",
    };

    [GeneratedRegex("^##? ")]
    private static partial Regex Section();

    [GeneratedRegex(@"^###+ |\*\*Predict first\.\*\*", RegexOptions.Multiline)]
    private static partial Regex Question();
}
