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

    [Fact]
    public void An_exception_in_asynchronous_code_names_the_lines_that_awaited_it()
    {
        var error = Execute("""
            async Task Inner() { await Task.Yield(); throw new TimeoutException("late"); }
            async Task Outer() => await Task.Run(() => Inner());
            await Outer();
            """).Error!;

        Assert.Equal(
            ["System.TimeoutException: late", "   at Inner in cell 1, line 1", "   at Outer in cell 1, line 2", "   at cell 1, line 3"],
            error.Traceback.Select(line => line.Split(", column")[0]));
    }

    [Fact]
    public void Every_exception_of_an_aggregate_is_told()
    {
        var error = Execute("Task.WaitAll(Task.Run(() => throw new Exception(\"a\")), Task.Run(() => throw new Exception(\"b\")));").Error!;

        Assert.Contains("---> System.Exception: a", error.Traceback);
        Assert.Contains("---> System.Exception: b", error.Traceback);
    }

    [Theory]
    [InlineData("int Deep(int n) => Deep(n + 1) + 1; Deep(0)")]
    [InlineData("Func<int, int> deep = null; deep = n => deep(n + 1) + 1; await Task.Run(() => deep(0))")]
    [InlineData("int Deep(int n) => new[] { n }.Select(m => Deep(m + 1)).Sum(); Deep(0)")]
    [InlineData("unsafe int Deep(int n) { var wide = stackalloc byte[700]; wide[n % 700] = 1; return Deep(n + 1) + wide[0]; } Deep(0)")]
    [InlineData("unsafe int Deep(int n) { var wide = stackalloc byte[1900]; wide[n % 1900] = 1; return Deep(n + 1) + wide[0]; } Deep(0)")]
    [InlineData("unsafe int Deep(int n) { var wide = stackalloc byte[3800]; wide[n % 3800] = 1; return Deep(n + 1) + wide[0]; } Deep(0)")]
    [InlineData("class A { A next = new A(); } new A()")]
    [InlineData("class A { public List<A> Next { get; } = [new()]; } new A()")]
    [InlineData("record Node(string Name) { public Node Next { get; set; } } var node = new Node(\"a\"); node.Next = node; node.GetHashCode()")]
    [InlineData("record Node(string Name) { public Node Next { get; set; } } record Leaf(string Name) : Node(Name); Node a = new Leaf(\"a\"), b = new Leaf(\"a\"); a.Next = a; b.Next = b; a == b")]
    [InlineData("record Node(string Name) { public Node Next { get; set; } } var node = new Node(\"a\"); node.Next = node; node.ToString()")]
    [InlineData("async Task Deep() => await Deep(); await Deep();")]
    [InlineData("async Task<int> Deep(int n) { if (n < 0) await Task.Yield(); return await Deep(n + 1) + 1; } await Deep(0)")]
    [InlineData("Func<int, Task<int>> deep = null; deep = async n => await deep(n + 1) + 1; await deep(0)")]
    public void Recursion_without_an_end_is_an_error_and_not_the_end_of_the_session(string endless)
    {
        var error = Execute(endless).Error!;

        Assert.Equal("System.InsufficientExecutionStackException", error.Name);
        Assert.InRange(error.Traceback.Count, 3, 50);
        Assert.Equal("2", Text(Execute("1 + 1")));
    }

    [Fact]
    public void A_function_of_an_interrupted_cell_can_be_called_again()
    {
        using var interrupt = new CancellationTokenSource();
        _output.Shown = interrupt.Cancel;
        _session.Execute("int Count() { var n = 0; while (n < 1000) n++; return n; } display(0); while (true) ;", ++_number, _output, interrupt.Token);

        Assert.Equal("1000", Text(Execute("Count()")));
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
