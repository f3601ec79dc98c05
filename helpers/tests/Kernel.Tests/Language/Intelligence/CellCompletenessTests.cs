using CSharpKernel.Language;
using CSharpKernel.Language.Intelligence;

namespace Kernel.Tests.Language.Intelligence;

/// <summary>Whether a console runs what was typed, or waits for more, and where the next line begins.</summary>
public sealed class CellCompletenessTests
{
    [Theory]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("var x = 1;")]
    [InlineData("void F()\n{\n}")]
    [InlineData("#!time\n1")]
    [InlineData("#r \"nuget: Some, 1.0\"\n1")]
    [InlineData("#!html\n<b>text</b>\n")]
    public void Whole_cells_are_complete(string code) => Assert.Equal(Completeness.Complete, CellCompleteness.Of(code));

    [Theory]
    [InlineData("void F()\n{", 4)]
    [InlineData("if (true)", 4)]
    [InlineData("Console.WriteLine(1,", 4)]
    [InlineData("class C\n{\n    void M()\n    {\n        if (true)", 12)]
    [InlineData("var x =", 4)]
    [InlineData("var x = new[]\n{\n    1,", 4)]
    [InlineData("var x = \"\"\"\n    text", 0)]
    [InlineData("/* a comment", 0)]
    [InlineData("\"\"\"\ntext", 0)]
    [InlineData("$\"\"\"\ntext", 0)]
    [InlineData("@\"text", 0)]
    [InlineData("#!html\n<b>", 0)]
    public void A_cell_that_goes_on_is_incomplete_and_indented(string code, int indentation)
    {
        Assert.Equal(Completeness.Incomplete, CellCompleteness.Of(code));
        Assert.Equal(new string(' ', indentation), CellCompleteness.IndentationAfter(code));
    }

    [Theory]
    [InlineData("1 ) 1")]
    [InlineData("class { }")]
    [InlineData("\"text")]
    [InlineData("var x = \"text;")]
    public void What_cannot_become_a_cell_is_invalid(string code) => Assert.Equal(Completeness.Invalid, CellCompleteness.Of(code));
}
