using Course.Pages;

namespace Course.Tests.Pages;

public sealed class StyleAttributeTests
{
    [Theory]
    [InlineData("color: red", "color: red")]
    [InlineData("color:light-dark(#fff, var(--x));background:color-mix(in srgb, red 30%, transparent)", "color:light-dark(#fff, var(--x));background:color-mix(in srgb, red 30%, transparent)")]
    [InlineData("COLOR:RGB(1,2,3);Position:Fixed", "COLOR:RGB(1,2,3)")]
    [InlineData("position:absolute;top:0;z-index:9;width:10px", "width:10px")]
    [InlineData("width:calc(100% - 2px);height:env(x)", "width:calc(100% - 2px)")]
    [InlineData("font-family:'A B', \"C\"", "font-family:'A B', \"C\"")]
    [InlineData("background:url(x)", null)]
    [InlineData("background:URL ( x )", null)]
    [InlineData("background:ur\\6c(x)", null)]
    [InlineData("color:red/**/;background:u/**/rl(x)", null)]
    [InlineData("--x:red", null)]
    [InlineData("color", null)]
    [InlineData("color:(red)", null)]
    [InlineData("", null)]
    public void Only_declarations_stay_that_change_how_the_element_looks(string style, string? kept) =>
        Assert.Equal(kept, StyleAttribute.Clean(style));
}
