using Jupyter.Messaging;

namespace Jupyter.Tests.Messaging;

/// <summary>Positions as front ends count them.</summary>
public sealed class CodePointsTests
{
    [Theory]
    [InlineData("abc", 2, 2)]
    [InlineData("中文", 1, 1)]
    [InlineData("😀a", 1, 2)]
    [InlineData("😀a", 2, 3)]
    [InlineData("a\ud83d", 2, 2)]
    [InlineData("", 0, 0)]
    public void Positions_are_converted_both_ways(string text, int codePoints, int utf16)
    {
        Assert.Equal(utf16, CodePoints.ToUtf16(text, codePoints));
        Assert.Equal(codePoints, CodePoints.FromUtf16(text, utf16));
    }

    [Theory]
    [InlineData(-1, 0)]
    [InlineData(100, 3)]
    public void Positions_outside_are_moved_inside(int codePoints, int utf16) =>
        Assert.Equal(utf16, CodePoints.ToUtf16("😀a", codePoints));
}
