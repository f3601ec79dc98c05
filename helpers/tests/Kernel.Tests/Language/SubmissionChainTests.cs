using CSharpKernel.Language;

namespace Kernel.Tests.Language;

public sealed class SubmissionChainTests
{
    private readonly SubmissionChain _chain;

    public SubmissionChainTests()
    {
        var loadContext = new CellLoadContext();
        _chain = new SubmissionChain(loadContext, new ReferenceResolver(loadContext));
    }

    [Theory]
    [InlineData("1 + 1", false)]
    [InlineData("Console.WriteLine(1);", false)]
    [InlineData("for (var i = 0; i < 3; i++) { var j = i; }", false)]
    [InlineData("// nothing", false)]
    [InlineData("var x = 1;", true)]
    [InlineData("int F() => 1;", true)]
    [InlineData("class C;", true)]
    [InlineData("using System.IO;", true)]
    [InlineData("#r \"System.Xml\"", true)]
    [InlineData("int.TryParse(\"1\", out var x)", true)]
    [InlineData("var (a, b) = (1, 2);", true)]
    [InlineData("(object)1 is int y", true)]
    public void Only_what_declares_something_stays_in_the_chain(string code, bool declares)
    {
        Assert.Equal(declares, _chain.Compile(code, 1, gate: 0, TestContext.Current.CancellationToken).Declares);
    }

    [Fact]
    public async Task Variables_of_expressions_are_seen_by_later_cells()
    {
        foreach (var code in (string[])["int.TryParse(\"20\", out var x)", "var (a, b) = (1, 2);", "(object)19 is int y"]) await RunAsync(code);

        Assert.Equal(42, await RunAsync("x + a + b + y"));
    }

    [Fact]
    public async Task A_reference_is_named_by_the_first_cell_that_has_it_and_seen_by_all_after_it()
    {
        await RunAsync("var a = 1;");
        _chain.AddReferences([typeof(FactAttribute).Assembly.Location]);
        await RunAsync("1 + 1");
        await RunAsync("var b = typeof(Xunit.FactAttribute);");
        Assert.Single(_chain.Next.Previous.ExternalReferences);
        await RunAsync("var c = a;");

        Assert.Empty(_chain.Next.Previous.ExternalReferences);
        Assert.Equal(nameof(FactAttribute), await RunAsync("new[] { typeof(Xunit.FactAttribute), b }.Distinct().Single().Name"));
    }

    [Fact]
    public async Task What_cells_seldom_use_is_there_when_one_does()
    {
        foreach (var code in (string[])["using System.Net;", "var list = new List<int> { 1 };", "record Pair(int A, List<int> B);", "var pair = new Pair(1, list);"])
            await RunAsync(code);

        Assert.Equal("HttpListener", await RunAsync("typeof(HttpListener).Name"));
        await RunAsync("using System.Xml.Linq; var element = new XElement(\"a\", list.Count);");
        await RunAsync("list.Add(2); list = pair.B; pair = new Pair(2, list); List<XElement> elements = [element];");
        Assert.Equal("<a>1</a> 2", await RunAsync("$\"{elements.Single()} {pair.B.Count}\""));
    }

    [Fact]
    public async Task Cells_that_nothing_refers_to_later_do_not_get_in_the_way_of_those_behind_them()
    {
        _chain.Compile("class A;", 1, gate: 0, TestContext.Current.CancellationToken);
        var later = (Func<int>)(await RunAsync("new Func<int>(() => new[] { 1, 2 }.Select(i => 2 * i).Sum())"))!;
        await RunAsync("class A { public int B => 3; } var a = new A();");
        Assert.Equal(4, await RunAsync("a.B + 1"));
        await RunAsync("class C : A;");

        Assert.Equal(6, await RunAsync("new C().B + a.B"));
        Assert.Equal(6, later());
    }

    private Task<object?> RunAsync(string code) =>
        _chain.Start(_chain.Compile(code, 1, gate: 0, TestContext.Current.CancellationToken));
}
