using CSharpKernel.Language;
using Microsoft.CodeAnalysis.Text;

namespace Kernel.Tests.Language;

public sealed class EditedTextTests
{
    [Fact]
    public void Every_position_that_was_not_inserted_leads_back_to_where_it_came_from()
    {
        const string original = "ab\ncdef\n\ngh";
        var text = new EditedText(original);
        text.Insert(4, "XX");
        text.Replace(new TextSpan(5, 1), "YYY");
        text.Insert(4, "Z");
        text.Insert(11, "!");

        var edited = text.Apply();

        Assert.Equal("ab\ncXXZdYYYf\n\ngh!", edited);
        var before = SourceText.From(original).Lines;
        var after = SourceText.From(edited).Lines;
        foreach (var kept in "abcdfgh")
        {
            var position = text.ToOriginal(after.GetLinePosition(edited.IndexOf(kept, StringComparison.Ordinal)));
            Assert.Equal(before.GetLinePosition(original.IndexOf(kept, StringComparison.Ordinal)), position);
        }
    }

    [Fact]
    public void A_position_in_an_insertion_leads_back_to_where_it_was_inserted()
    {
        var text = new EditedText("ab");
        text.Insert(1, "XYZ");
        text.Apply();

        Assert.Equal(new LinePosition(0, 1), text.ToOriginal(new LinePosition(0, 2)));
    }
}
