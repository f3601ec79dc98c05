using CSharpKernel.Language;

namespace Kernel.Tests.Language;

public sealed class CompilerMessagesTests
{
    private readonly CSharpSession _session = new();
    private readonly RecordedOutput _output = new();

    [Fact]
    public void An_error_says_where_it_is_explained()
    {
        var error = Execute("Nothing(); Nothing(); int n = \"\";").Error!;

        Assert.Equal(
            ["CS0103", "CS0029"],
            error.Traceback.Where(line => line.Contains("https://", StringComparison.Ordinal)).Select(line => line.Split(':')[0]));
    }

    [Theory]
    [InlineData("var total = 1;", "totl + 1", "Did you mean 'total'?")]
    [InlineData("int Twice(int n) => 2 * n;", "Twcie(1)", "Did you mean 'Twice'?")]
    [InlineData("", "Consol.WriteLine()", "Did you mean 'Console'?")]
    [InlineData("", "somethingQuiteDifferent + 1", "Has the cell that declares it been run?")]
    public void A_name_that_nothing_has_is_told_with_the_one_that_was_meant(string before, string code, string told)
    {
        Execute(before);

        Assert.Equal("    " + told, Execute(code).Error!.Traceback[3]);
    }

    [Theory]
    [InlineData("record Point3D(int X);", "Pont3D p;", "Did you mean 'Point3D'?")]
    [InlineData("var stored = 1;", "Stored s;", "Has the cell that declares it been run?")]
    [InlineData("var stored = 1;", "stored s;", "There is a 'stored', but it is no type.")]
    [InlineData("", "List<Shape> shapes;", "Has the cell that declares it been run?")]
    [InlineData("", "using Company.Library;", "Has the cell with its #r been run?")]
    [InlineData("", "Stopwatch.StartNew()", "Is 'using System.Diagnostics;' missing? If an earlier cell has it, or declares 'Stopwatch', run that cell first.")]
    [InlineData("", "Channel<int> channel;", "Is 'using System.Threading.Channels;' missing? If an earlier cell has it, or declares 'Channel', run that cell first.")]
    [InlineData("", "[Description(\"\")] class A { }", "Is 'using System.ComponentModel;' missing? If an earlier cell has it, or declares 'Description', run that cell first.")]
    [InlineData("", "using var stream = new System.IO.MemoryStream();", "A cell's variables outlive it. Put braces around the lines, and this one ends with them.")]
    [InlineData("using System.IO;", "using MemoryStream stream = new();", "A cell's variables outlive it. Put braces around the lines, and this one ends with them.")]
    [InlineData("", "Span<int> span = new int[3];", "A cell's variables outlive it. Put braces around the lines, and this one ends with them.")]
    [InlineData("", "static class E { public static int Two(this int n) => 2; }", "An extension method of a cell stands outside of any class: static int Twice(this int n) => 2 * n;")]
    [InlineData("", "static class E { extension(int n) { public int Two => 2; } }", "An extension method of a cell stands outside of any class: static int Twice(this int n) => 2 * n;")]
    [InlineData("", "namespace A { class B { } }", "Leave it out: what a cell declares needs none.")]
    [InlineData("", "file class A { }", "Leave out 'file': what a cell declares is there for the cells behind it.")]
    [InlineData("", "var n = 1; n + 1;", "Without the semicolon its value is shown.")]
    [InlineData("record Point(int X); var origin = new Point(1);", "origin with { X = 2 }", "Put the expression into parentheses: (origin with { … })")]
    [InlineData("", "%time 1", "That is for IPython. #!lsmagic lists what there is here.")]
    [InlineData("", "%%bash\nls", "That is for IPython. #!lsmagic lists what there is here.")]
    [InlineData("async Task<int> Later() { await Task.Yield(); return 1; }", "int n = Later();", "Is 'await' missing? This is a task, not its result.")]
    [InlineData("async Task<int> Later() { await Task.Yield(); return 1; }", "Later() + 1", "Is 'await' missing? This is a task, not its result.")]
    [InlineData("async ValueTask<int> Later() { await Task.Yield(); return 1; }", "Math.Abs(Later())", "Is 'await' missing? This is a task, not its result.")]
    [InlineData("async Task<string> Text() { await Task.Yield(); return \"\"; }", "Text().Length", "Is 'await' missing? This is a task, not its result.")]
    [InlineData("async Task<int[]> All() { await Task.Yield(); return [1]; }", "All().First()", "Is 'await' missing? This is a task, not its result.")]
    [InlineData("", "Console.WritLine(1)", "Did you mean 'WriteLine'?")]
    [InlineData("", "\"text\".Lenght", "Did you mean 'Length'?")]
    [InlineData("", "string text = null; text?.ToUper()", "Did you mean 'ToUpper'?")]
    [InlineData("class Box { public int Width; }", "new Box { Widht = 1 }", "Did you mean 'Width'?")]
    [InlineData("", "new[] { 1 }.Frist()", "Did you mean 'First'?")]
    [InlineData("", "new System.Net.Http.HttpClient().GetFromJsonAsync<int>(\"\")", "Is 'using System.Net.Http.Json;' missing? If an earlier cell has it, run that cell first.")]
    [InlineData("", "new List<int>().ToFrozenSet()", "Is 'using System.Collections.Frozen;' missing? If an earlier cell has it, run that cell first.")]
    [InlineData("", "\"text\".AsSpan(1)", "A span cannot be shown, as it may not outlive the line. Show a copy: .ToArray() or .ToString().")]
    [InlineData("", "partial class A { [System.Text.RegularExpressions.GeneratedRegex(\"a\")] public static partial System.Text.RegularExpressions.Regex R(); }", "No source generator runs for a cell. Use what needs none, such as new Regex(…) or [DllImport].")]
    [InlineData("[System.Diagnostics.CodeAnalysis.Experimental(\"X1\")] void Draft() { }", "Draft();", "To use it all the same, write in each such cell: #pragma warning disable X1")]
    [InlineData("", "#r \"Newtonsoft.Json\"", "If it is a package or a framework, write #r \"nuget: Newtonsoft.Json\".")]
    public void A_type_or_member_that_is_not_there_is_told_with_what_may_help(string before, string code, string told)
    {
        Execute(before);

        Assert.Equal("    " + told, Execute(code).Error!.Traceback[3]);
    }

    [Fact]
    public void A_block_of_extensions_that_stands_in_a_cell_has_one_error() =>
        Assert.Single(Execute("extension(int n) { public int Two => 2; }").Error!.Traceback, line => line.Contains("error", StringComparison.Ordinal));

    [Fact]
    public void A_method_that_was_declared_anew_with_its_type_is_told_from_one_that_has_overloads()
    {
        const string Hint = "    Its cell was run again after a type that it uses was declared anew: now there are two. Restart the kernel, and run the cells again.";
        for (var run = 0; run < 2; run++)
        {
            Execute("class Counter { public int Value; }");
            Execute("int Count(Func<Counter, int> add) => add(new Counter());");
            Execute("int One(Counter counter) => 1;");
        }

        Assert.Contains(Hint, Execute("Count(One)").Error!.Traceback);
        Execute("int Two(string a, object b) => 1; int Two(object a, string b) => 2;");
        Assert.DoesNotContain(Hint, Execute("Two(\"\", \"\")").Error!.Traceback);
    }

    [Theory]
    [InlineData("Box box = made;")]
    [InlineData("List<Box> some = all;")]
    [InlineData("all.Add(new Box());")]
    [InlineData("(Box)made")]
    [InlineData("foreach (Box box in all) { }")]
    [InlineData("var some = new Box[1]; some = all.ToArray();")]
    [InlineData("made.Height")]
    [InlineData("all.Sum(box => box.Height)")]
    public void A_value_whose_type_was_declared_anew_since_is_told_from_one_of_another_type(string code)
    {
        const string Hint = "    Its type has been declared anew since it was made: these are two types of one name. Run the cells that made it again.";
        Execute("class Box { public int Width; }");
        Execute("var made = new Box(); List<Box> all = [made];");
        Execute("class Box { public int Width; public int Height; }");

        Assert.Contains(Hint, Execute(code).Error!.Traceback);
    }

    [Theory]
    [InlineData("string text = 1;")]
    [InlineData("made.Depth")]
    [InlineData("var some = new List<object>(); some = new List<string>();")]
    public void A_type_that_is_another_is_no_type_declared_anew(string code)
    {
        Execute("class Box { public int Width; }");
        Execute("var made = new Box();");
        Execute("class Box { public int Width; public int Height; }");

        Assert.DoesNotContain(Execute(code).Error!.Traceback, line => line.Contains("declared anew", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("int F() => 1;", "x")]
    [InlineData("", "\"text\".Quite()")]
    public void Nothing_is_suggested_that_has_no_likeness(string before, string code)
    {
        Execute(before);

        Assert.DoesNotContain(Execute(code).Error!.Traceback, line => line.Contains("Did you mean", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("void Print(string message) => Console.Write(mesage);", "message")]
    [InlineData("foreach (var number in new[] { 1 }) { Console.Write(nubmer); }", "number")]
    [InlineData("Func<int, int> twice = count => 2 * conut;", "count")]
    [InlineData("try { } catch (Exception problem) { Console.Write(probelm); }", "problem")]
    [InlineData("var x = from letter in \"abc\" select leter;", "letter")]
    [InlineData("if (int.TryParse(\"1\", out var parsed)) Console.Write(prased);", "parsed")]
    [InlineData("class Late : System.IO.StringWriter { void M() => WriteLien(); }", "WriteLine")]
    [InlineData("using static System.Math; Sqtr(2)", "Sqrt")]
    [InlineData("using Numbers = System.Numerics; Nubmers.Complex.One", "Numbers")]
    [InlineData("dispaly(1)", "display")]
    public void Names_of_every_kind_are_suggested(string code, string name) =>
        Assert.Contains($"    Did you mean '{name}'?", Execute(code).Error!.Traceback);

    [Fact]
    public void A_name_is_not_suggested_where_it_cannot_be_used() => Assert.Contains(
        "    Has the cell that declares it been run?", Execute("{ var total = 1; } totl").Error!.Traceback);

    [Fact]
    public void An_errors_kind_and_mark_are_coloured_and_its_message_is_not()
    {
        var error = Execute("Nothing();").Error!;

        Assert.Contains("\e[0;31merror CS0103\e[0m", error.ColouredTraceback[0], StringComparison.Ordinal);
        Assert.Equal("    \e[0;31m^^^^^^^\e[0m", error.ColouredTraceback[2]);
        Assert.DoesNotContain("\e", error.Message + string.Concat(error.Traceback), StringComparison.Ordinal);
    }

    [Fact]
    public void A_warning_is_written_to_standard_error_before_the_cell_runs()
    {
        Execute("async Task Wait() => await Task.Yield();\nWait();");

        var lines = _output.Text.ReplaceLineEndings("\n").Split('\n');
        Assert.StartsWith("(2,1): warning CS4014: ", lines[0], StringComparison.Ordinal);
        Assert.Equal(["    Wait();", "    ^^^^^^"], lines[1..3]);
    }

    [Theory]
    [InlineData("class Box { public int Value; private int _unused; }")]
    [InlineData("string? text = null;")]
    [InlineData("while (true) break; for (;;) { break; }")]
    [InlineData("int Loop() { again: if (Environment.TickCount < 0) goto again; return 1; } Loop();")]
    [InlineData("Func<int> fail = () => throw new Exception(); int Fail() => throw new Exception(); int P => throw new Exception();")]
    [InlineData("async Task Empty() => await Task.Yield(); Func<Task> f = async () => await Empty(); await f(); Action g = () => f();")]
    [InlineData("switch (Environment.TickCount) { case 0: goto default; default: break; }")]
    public void What_a_later_cell_may_do_or_the_kernel_has_inserted_is_no_warning(string code)
    {
        Assert.Null(Execute(code).Error);
        Assert.Equal("", _output.Text);
    }

    private CellOutcome Execute(string code) => _session.Execute(code, 1, _output, TestContext.Current.CancellationToken);
}
