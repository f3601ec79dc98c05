namespace Kernel.Tests.Language.Intelligence;

/// <summary>What a reader is told who writes the arguments of a call.</summary>
public sealed class SignatureTests(TypedCell cell) : IClassFixture<TypedCell>
{
    [Theory]
    [InlineData("Math.Max(1, |2)", "int Math.Max(int val1, int val2)", "int val2")]
    [InlineData("Math.Max(1.5, ", "double Math.Max(double val1, double val2)", "double val2")]
    [InlineData("Console.WriteLine(\"{0}\", ", "void Console.WriteLine(string format, object? arg0)", "object? arg0")]
    [InlineData("string.Join(separator: ',', |", "string string.Join(char separator, params string?[] value)", "params string?[] value")]
    [InlineData("string.Concat(\"a\", \"b\", \"c\", \"d\", \"e\", ", "string string.Concat(params string?[] values)", "params string?[] values")]
    [InlineData("\"text\".Substring(1, ", "string string.Substring(int startIndex, int length)", "int length")]
    [InlineData("new[] { 1 }.Where(", "IEnumerable<int> IEnumerable<int>.Where<int>(Func<int, bool> predicate)", "Func<int, bool> predicate")]
    [InlineData("new List<int>(", "List<int>.List()", null)]
    [InlineData("new Random(Seed: ", "Random.Random(int Seed)", "int Seed")]
    [InlineData("Random r = new(1|);", "Random.Random(int Seed)", "int Seed")]
    [InlineData("new Dictionary<string, int>()[", "int Dictionary<string, int>.this[string key]", "string key")]
    [InlineData("var numbers = new List<int>(); numbers[|0]", "int List<int>.this[int index]", "int index")]
    [InlineData("Func<int, string> convert = n => \"\"; convert(", "string Func<int, string>.Invoke(int arg)", "int arg")]
    [InlineData("Math.Max(Math.Min(3, |4), 1)", "int Math.Min(int val1, int val2)", "int val2")]
    [InlineData("Math.Max(Math.Min(3, 4), |1)", "int Math.Max(int val1, int val2)", "int val2")]
    [InlineData("$\"{Math.Abs(1.5|}\"", "double Math.Abs(double value)", "double value")]
    [InlineData("record Animal(string Name); record Dog(int Age) : Animal(|", "Animal.Animal(string Name)", "string Name")]
    [InlineData("[Obsolete(", "ObsoleteAttribute.ObsoleteAttribute()", null)]
    [InlineData("[Obsolete(\"no\", |)] void F() { }", "ObsoleteAttribute.ObsoleteAttribute(string? message, bool error)", "bool error")]
    [InlineData("[Obsolete(\"no\", ", "ObsoleteAttribute.ObsoleteAttribute(string? message, bool error)", "bool error")]
    [InlineData("[Obsolete(\"no\", DiagnosticId = |\"x\")] class A { }", "ObsoleteAttribute.ObsoleteAttribute(string? message)", null)]
    [InlineData("class A { [System.Diagnostics.Conditional(|)] void F() { } }", "ConditionalAttribute.ConditionalAttribute(string conditionString)", "string conditionString")]
    [InlineData("class A(int x) { public A() : this(|) { } }", "A.A(int x)", "int x")]
    [InlineData("class A(int x); class B : A { public B() : base(|) { } }", "A.A(int x)", "int x")]
    [InlineData("T Pick<T>(T first, T second) => first; Pick<int>(1, ", "int Pick<int>(int first, int second)", "int second")]
    [InlineData("List<int> some = null; some?[", "int List<int>.this[int index]", "int index")]
    [InlineData("new Dictionary<string, int> { [|\"a\"] = 1 }", "int Dictionary<string, int>.this[string key]", "string key")]
    [InlineData("string text = null; text?.Substring(1, ", "string string.Substring(int startIndex, int length)", "int length")]
    [InlineData("Action<int, string> act = null; act?.Invoke(1, ", "void Action<int, string>.Invoke(int arg1, string arg2)", "string arg2")]
    [InlineData("List<Func<int, int>> all = [x => Math.Max(x, |)];", "int Math.Max(int val1, int val2)", "int val2")]
    [InlineData("new[] { 1 }.Select(x => Math.Max(x, ", "int Math.Max(int val1, int val2)", "int val2")]
    [InlineData("#!time\nint.Parse(", "int int.Parse(string s)", "string s")]
    public void The_overload_that_fits_and_the_parameter_are_told(string typed, string signature, string? parameter)
    {
        var help = cell.Signatures(typed)!;
        var active = help.Signatures[help.ActiveSignature];

        Assert.Equal(signature, active.Label);
        Assert.Equal(parameter, help.ActiveParameter is { } index ? active.Parameters[index].Label : null);
        Assert.All(help.Signatures.SelectMany(each => each.Parameters, (each, one) => (each, one)), pair =>
            Assert.Contains(pair.one.Label, pair.each.Label, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("|Math.Max(1, 2)")]
    [InlineData("Math.Max(1, 2)|")]
    [InlineData("nothing(")]
    [InlineData("if (|true) { }")]
    [InlineData("Task.Run(() => { | })")]
    [InlineData("#!html\n<b>Math.Max(")]
    [InlineData("")]
    public void Elsewhere_nothing_is_told(string typed) => Assert.Null(cell.Signatures(typed));

    [Fact]
    public void All_overloads_are_told_with_the_fewest_parameters_first()
    {
        var help = cell.Signatures("Console.WriteLine(")!;

        Assert.Equal("void Console.WriteLine()", help.Signatures[0].Label);
        Assert.True(help.Signatures.Count > 15);
    }

    [Fact]
    public void The_readers_own_methods_are_told_with_what_was_written_about_them()
    {
        var cell = new TypedCell();
        cell.Run(
            """
            /// <summary>Waits a <b>while</b>.</summary>
            /// <param name="milliseconds">How long.</param>
            async Task<int> LaterAsync(int milliseconds, string why = "none") { await Task.Delay(milliseconds); return 1; }
            """);

        var signature = Assert.Single(cell.Signatures("await LaterAsync(")!.Signatures);

        Assert.Equal("Task<int> LaterAsync(int milliseconds, string why = \"none\")", signature.Label);
        Assert.Equal("Waits a **while**.", signature.Documentation);
        Assert.Equal(["How long.", ""], signature.Parameters.Select(parameter => parameter.Documentation));
    }
}
