using CSharpKernel.Language;

namespace Kernel.Tests.Language;

/// <summary>What is told of exceptions: the lines of cells, with the calls that they made.</summary>
public sealed class ExceptionReportTests
{
    private readonly CSharpSession _session = new();

    [Fact]
    public void Of_the_framework_only_the_call_is_told_that_a_cell_made() => Assert.Equal(
        [
            "System.FormatException: The input string 'ten' was not in a correct format.",
            "   at System.Int32.Parse",
            "   at Twice in cell 1, line 1, column 24: int Twice(string s) => 2 * int.Parse(s);",
            "   at a lambda in cell 1, line 2, column 37: new List<string> { \"ten\" }.Sum(s => Twice(s))",
            "   at System.Linq.Enumerable.Sum",
            "   at cell 1, line 2, column 1: new List<string> { \"ten\" }.Sum(s => Twice(s))",
        ],
        Traceback("int Twice(string s) => 2 * int.Parse(s);\nnew List<string> { \"ten\" }.Sum(s => Twice(s))"));

    [Theory]
    [InlineData("new Dictionary<int, int>()[3]", "   at System.Collections.Generic.Dictionary.this[]")]
    [InlineData("new System.Text.RegularExpressions.Regex(\"(\")", "   at new System.Text.RegularExpressions.Regex")]
    [InlineData("\"\".Substring(1)", "   at System.String.Substring")]
    [InlineData("class A { public int Size => throw new Exception(); } new A().Size", "   at A.Size in cell 1, line 1")]
    [InlineData("class A { public A() => throw new Exception(); } new A()", "   at new A in cell 1, line 1")]
    [InlineData("class A<T> { public void M() => throw new Exception(); } new A<int>().M()", "   at A.M in cell 1, line 1")]
    public void Methods_have_the_names_that_they_have_in_source(string code, string told) =>
        Assert.Equal(told, Traceback(code)[1].Split(", column")[0]);

    [Fact]
    public void A_type_that_is_initialised_is_called_static() => Assert.Contains(
        Traceback("class A { static A() => throw new Exception(); }\nnew A()"), line => line.StartsWith("   at static A in cell 1, line 1", StringComparison.Ordinal));

    [Theory]
    [InlineData("class Mistake : Exception { } throw new Mistake();", "Mistake: Exception of type 'Mistake' was thrown.")]
    [InlineData("class A { } object a = new A(); (string)a", "System.InvalidCastException: Unable to cast object of type 'A' to type 'System.String'.")]
    public void A_message_calls_types_by_the_names_that_cells_gave_them(string code, string told) => Assert.Equal(told, Traceback(code)[0]);

    [Fact]
    public void An_exceptions_type_has_the_name_that_the_cell_gave_it()
    {
        var error = Execute("class Mistake(string message) : Exception(message); throw new Mistake(\"mine\");");

        Assert.Equal("Mistake", error.Name);
        Assert.Equal("Mistake: mine", error.Traceback[0]);
    }

    [Fact]
    public void An_exception_that_throws_when_it_is_asked_for_its_message_is_told_of_all_the_same()
    {
        var error = Execute("class Mute : Exception { public override string Message => throw new InvalidOperationException(); } throw new Mute();");

        Assert.Equal("Mute: its message cannot be read: System.InvalidOperationException", error.Traceback[0]);
        Assert.StartsWith("   at cell 1, line 1", error.Traceback[1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_line_that_another_name_was_given_to_has_that_name() =>
        Assert.Equal("   at grammar.y, line 7", Traceback("1.Display();\n#line 7 \"grammar.y\"\nthrow new Exception();")[1]);

    [Theory]
    [InlineData("throw new OperationCanceledException(\"enough\");", "System.OperationCanceledException: enough")]
    [InlineData("await Task.Delay(-1, new System.Threading.CancellationToken(canceled: true));", "System.Threading.Tasks.TaskCanceledException: A task was canceled.")]
    [InlineData("async Task Wait() { await Task.Yield(); throw new OperationCanceledException(\"enough\"); }\nawait Wait();", "System.OperationCanceledException: enough")]
    public void A_cancellation_is_told_with_the_line_where_it_came(string code, string told)
    {
        var traceback = Traceback(code);

        Assert.Equal(told, traceback[0]);
        Assert.Equal($"cell 1, line {code.Split('\n').Length}, column 1: {code.Split('\n')[^1]}", traceback[^1].Trim()[3..]);
    }

    [Fact]
    public void A_cells_lines_that_lie_between_many_calls_of_the_framework_are_all_told()
    {
        var error = Execute("""
            int Nested(int n) => n == 0 ? throw new Exception("deep") : new[] { n }.Select(m => Nested(m - 1)).ToList().Single();
            Nested(5)
            """);

        Assert.Equal(6, error.Traceback.Count(line => line.StartsWith("   at Nested in cell 1, line 1", StringComparison.Ordinal)));
        Assert.Equal("   at cell 1, line 2, column 1: Nested(5)", error.Traceback[^1]);
    }

    private IReadOnlyList<string> Traceback(string code) => Execute(code).Traceback;

    private CellError Execute(string code) =>
        _session.Execute(code, 1, new RecordedOutput(), TestContext.Current.CancellationToken).Error!;
}
