using CSharpKernel.Language;

namespace Kernel.Tests.Language;

/// <summary>The names that notebooks written for .NET Interactive use to show things.</summary>
public sealed class InteractiveNamesTests
{
    private readonly CSharpSession _session = new();
    private readonly RecordedOutput _output = new();
    private int _number;

    public InteractiveNamesTests() => Execute("""
        using Microsoft.DotNet.Interactive;
        using Microsoft.DotNet.Interactive.Commands;
        using Microsoft.DotNet.Interactive.Formatting;
        """);

    [Theory]
    [InlineData("KernelInvocationContext.Current.Display(42)", "text/plain", "42")]
    [InlineData("KernelInvocationContext.Current.DisplayAs(\"<b>\", \"text/html\")", "text/html", "<b>")]
    [InlineData("CSS(\".a { color: red }\")", "text/html", "<style>.a { color: red }</style>")]
    [InlineData("display(PocketViewTags.b(\"x\"))", "text/html", "<b>x</b>")]
    [InlineData("await Kernel.Root.SendAsync(new SubmitCode(\"6 * 7\"))", "text/plain", "42")]
    [InlineData("await Kernel.Root.SendAsync(new SubmitCode(\"# x\", \"markdown\"))", "text/markdown", "# x")]
    public void They_show_what_they_showed_there(string code, string mimeType, string shown)
    {
        Execute(code + ";");

        Assert.Equal(shown, _output.Displayed.Single()[mimeType]);
    }

    [Fact]
    public void A_table_has_a_column_for_each_property()
    {
        Execute("new[] { new { Name = \"a\", Age = 1 } }.DisplayTable();");

        var html = _output.Displayed.Single()["text/html"];
        Assert.Contains("Name", html, StringComparison.Ordinal);
        Assert.Contains("Age", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<details", html, StringComparison.Ordinal);
    }

    [Fact]
    public void A_formula_is_set_by_the_front_end() => Assert.Equal("$x^2$", Execute("(LaTeXString)\"$x^2$\"")!["text/latex"]);

    [Fact]
    public void What_a_cell_has_run_is_seen_by_later_cells()
    {
        Execute("var before = 1; await Kernel.Root.SubmitCodeAsync(\"var nested = before + 1;\");");

        Assert.Equal("3", Execute("nested + 1")!["text/plain"]);
    }

    [Fact]
    public void A_kernel_of_another_language_is_told_to_be_missing()
    {
        var outcome = _session.Execute(
            "Kernel.Root.FindKernelByName(\"fsharp\")", ++_number, _output, TestContext.Current.CancellationToken);

        Assert.StartsWith("This is F#", outcome.Error!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_cell_returns_is_its_result() => Assert.Equal("5", Execute("if (true) return 5; return 6;")!["text/plain"]);

    private MimeBundle? Execute(string code)
    {
        var outcome = _session.Execute(code, ++_number, _output, TestContext.Current.CancellationToken);
        Assert.Null(outcome.Error?.Message);
        return outcome.Result;
    }
}
