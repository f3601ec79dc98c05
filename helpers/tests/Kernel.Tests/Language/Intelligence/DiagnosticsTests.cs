using Jupyter.Intelligence;

namespace Kernel.Tests.Language.Intelligence;

/// <summary>What a reader is told of mistakes while typing.</summary>
public sealed class DiagnosticsTests(TypedCell cell) : IClassFixture<TypedCell>
{
    [Fact]
    public void An_error_says_where_it_is_what_it_is_and_where_it_is_explained()
    {
        const string Code = "var 数 = \"😀\";\r\nint n = \"\";";

        var error = Assert.Single(cell.Diagnose(Code));

        Assert.Equal("\"\"", Code[error.Start..error.End]);
        Assert.Equal((DiagnosticSeverity.Error, "CS0029"), (error.Severity, error.Code));
        Assert.Equal("Cannot implicitly convert type 'string' to 'int'", error.Message);
        Assert.Contains("CS0029", error.Link, StringComparison.Ordinal);
    }
}
