using CSharpKernel.Language;

namespace Kernel.Tests.Language;

public sealed class CSharpSessionTests
{
    private readonly CSharpSession _session = new();
    private readonly RecordedOutput _output = new();
    private int _number;

    [Fact]
    public void A_last_expression_without_a_semicolon_is_the_result() => Assert.Equal("2", Text(Execute("1 + 1")));

    [Fact]
    public void A_cell_that_ends_in_a_call_without_a_value_has_no_result() => Assert.Null(Execute("GC.Collect()").Result);

    [Fact]
    public void Variables_types_and_functions_are_seen_by_later_cells()
    {
        Execute("var x = 20; record Point(int X); int Double(int n) => 2 * n;");

        Assert.Equal("42", Text(Execute("Double(x) + new Point(2).X")));
    }

    [Fact]
    public void Objects_of_anonymous_types_are_seen_by_later_cells()
    {
        Execute("var pair = new { A = 1, B = 2 };");

        Assert.Equal("3", Text(Execute("pair.A + pair.B")));
    }

    [Fact]
    public void Sessions_that_start_together_keep_their_imports_apart()
    {
        var errors = new CellError?[6];
        Parallel.For(0, errors.Length, i =>
        {
            var session = new CSharpSession();
            string[] cells =
            [
                $"#r \"{typeof(TheoryData).Assembly.Location}\"\nusing System.Threading;\nint One() => 1;",
                "int Two() => 2;",
                "display(One());",
            ];
            foreach (var cell in cells) errors[i] ??= session.Execute(cell, 1, new RecordedOutput(), CancellationToken.None).Error;
        });

        Assert.All(errors, error => Assert.Null(error?.Message));
    }

    [Fact]
    public void What_a_failed_cell_declared_before_it_failed_is_kept()
    {
        Execute("var kept = 5; throw new InvalidOperationException();");

        Assert.Equal("5", Text(Execute("kept")));
    }

    [Fact]
    public void A_compile_error_names_line_and_column_and_points_at_the_place()
    {
        var error = Execute("var a = 1;\nfor (var i = 0; i < 3; i++) a += b;").Error!;

        Assert.Equal("CompilationError", error.Name);
        Assert.StartsWith("(2,34): error CS0103:", error.Message, StringComparison.Ordinal);
        Assert.Equal("    " + new string(' ', 33) + "^", error.Traceback[2]);
    }

    [Fact]
    public void An_exception_names_the_lines_of_the_cell_and_nothing_of_the_kernel()
    {
        var error = Execute("void Fail()\n{\n    throw new InvalidOperationException(\"boom\");\n}\n\nFail();").Error!;

        Assert.Equal("System.InvalidOperationException", error.Name);
        Assert.Equal("boom", error.Message);
        Assert.Equal(
            [
                "System.InvalidOperationException: boom",
                "   at Fail in cell 1, line 3, column 5: throw new InvalidOperationException(\"boom\");",
                "   at cell 1, line 6, column 1: Fail();",
            ],
            error.Traceback);
    }

    [Theory]
    [InlineData("while (true) ;")]
    [InlineData("again: goto again;")]
    [InlineData("System.Threading.Thread.Sleep(-1);")]
    [InlineData("await Task.Delay(-1);")]
    [InlineData("while (true) try { while (true) ; } catch { }")]
    [InlineData("int Fib(int n) => n < 2 ? n : Fib(n - 1) + Fib(n - 2); Fib(99)")]
    [InlineData("Func<int, int> fib = null; fib = n => n < 2 ? n : fib(n - 1) + fib(n - 2); fib(99)")]
    [InlineData("Parallel.For(0, 8, i => { while (true) ; });")]
    public void An_endless_cell_can_be_interrupted_and_the_session_goes_on(string endless)
    {
        Execute("var before = 1;");
        using var interrupt = new CancellationTokenSource();
        _output.Shown = interrupt.Cancel;
        var outcome = _session.Execute("display(0);\n" + endless, ++_number, _output, interrupt.Token);

        Assert.Equal("Interrupted", outcome.Error?.Name);
        Assert.Equal("1", Text(Execute("before")));
    }

    private static string? Text(CellOutcome outcome) => outcome.Error is { } error
        ? string.Join('\n', error.Traceback)
        : outcome.Result?["text/plain"];

    private CellOutcome Execute(string code) =>
        _session.Execute(code, ++_number, _output, TestContext.Current.CancellationToken);
}
