using System.Text.Json.Nodes;
using CSharpKernel.Language;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Kernel.Tests.Language;

/// <summary>The forms in which values are shown, and how much of them.</summary>
public sealed class ValueTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kernel-tests-");
    private readonly CSharpSession _session = new();
    private readonly RecordedOutput _output = new();
    private int _number;

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("System.Text.Json.Nodes.JsonNode.Parse(\"{\\\"a\\\": [1]}\")")]
    [InlineData("System.Text.Json.JsonDocument.Parse(\"{\\\"a\\\":[1]}\").RootElement")]
    [InlineData("System.Text.Json.JsonDocument.Parse(\"{\\\"a\\\":[1]}\")")]
    public void Json_is_shown_as_JSON_as_a_tree_and_as_text(string code)
    {
        var shown = Show(code);

        Assert.Equal("{\"a\":[1]}", shown["text/plain"]);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse("{\"a\":[1]}"), JsonNode.Parse(shown["application/json"])));
        Assert.Contains("<table", shown["text/html"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("var list = new List<object> { 1 }; list.Add(list); list")]
    [InlineData("var array = new object[2]; array[1] = new object[] { array }; array")]
    [InlineData("var table = new Dictionary<string, object>(); table[\"me\"] = table; table", false)]
    [InlineData("var list = new List<object>(); list.Add(new { Inner = list }); list", false)]
    public void A_collection_that_contains_itself_is_shown_without_its_items(string code, bool isTold = true)
    {
        var shown = Show(code);

        Assert.Equal(isTold, shown["text/plain"].Contains("contains itself", StringComparison.Ordinal));
    }

    [Fact]
    public void A_type_that_makes_its_own_HTML_is_shown_so()
    {
        var shown = Show("class Star { public string ToHtml() => \"<b>*</b>\"; public override string ToString() => \"star\"; }\nnew Star()");

        Assert.Equal("<b>*</b>", shown["text/html"]);
        Assert.Equal("star", shown["text/plain"]);
    }

    [Fact]
    public void A_formatter_that_a_cell_registers_goes_before_the_types_own_HTML()
    {
        Show("""
            using Microsoft.DotNet.Interactive.Formatting;
            class Star { public string ToHtml() => "<b>*</b>"; }
            Formatter.Register<Star>(star => "<i>*</i>", "text/html");
            1
            """);

        Assert.Equal("<i>*</i>", Show("new Star()")["text/html"]);
    }

    [Fact]
    public void Bytes_of_a_picture_are_a_picture()
    {
        Show("display(new byte[] { 1, 2, 3 }, \"image/png\"); 1");

        Assert.Equal("AQID", _output.Displayed.Single()["image/png"]);
    }

    [Theory]
    [InlineData("{\\\"a\\\": [1]}", "application/json", "text/html", "text/plain")]
    [InlineData("not quoted", "text/plain")]
    public void Json_of_the_library_that_a_cell_has_brought_is_shown_as_JSON(string text, params string[] forms)
    {
        var file = Path.Combine(_folder.FullName, "Newtonsoft.Json.dll");
        Assert.True(CSharpCompilation.Create(
            "Newtonsoft.Json",
            [CSharpSyntaxTree.ParseText(
                $$"""namespace Newtonsoft.Json.Linq { public class JToken { public override string ToString() => "{{text}}"; } public class JObject : JToken { } }""",
                cancellationToken: TestContext.Current.CancellationToken)],
            [MetadataReference.CreateFromFile(typeof(object).Assembly.Location)],
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary)).Emit(file, cancellationToken: TestContext.Current.CancellationToken).Success);

        var shown = Show($"#r \"{file}\"\nnew Newtonsoft.Json.Linq.JObject()");

        Assert.Equal(forms, shown.Keys.Order());
        Assert.Equal(text.Replace("\\", "", StringComparison.Ordinal), shown["text/plain"]);
    }

    [Fact]
    public void A_data_table_is_shown_by_its_rows()
    {
        var value = Show("""
            using System.Data;
            var table = new DataTable("people");
            table.Columns.Add("Name"); table.Columns.Add("Age", typeof(int));
            for (var i = 0; i < 25; i++) table.Rows.Add("<Ann>", i == 0 ? null : i);
            table
            """);

        Assert.StartsWith("Name\tAge\n<Ann>\t<null>\n<Ann>\t1\n", value["text/plain"], StringComparison.Ordinal);
        Assert.EndsWith("(5 more)", value["text/plain"], StringComparison.Ordinal);
        Assert.StartsWith("<table><thead><tr><th>Name</th><th>Age</th></tr></thead><tbody><tr><td>&lt;Ann&gt;</td>", value["text/html"], StringComparison.Ordinal);
    }

    [Fact]
    public void An_array_of_two_dimensions_is_shown_as_rows_and_columns()
    {
        var value = Show("new double[,] { { 1, 2.5 }, { 3, 4 } }");

        Assert.Equal("1\t2.5\n3\t4", value["text/plain"]);
        Assert.Equal("<table><tbody><tr><td>1</td><td>2.5</td></tr><tr><td>3</td><td>4</td></tr></tbody></table>", value["text/html"]);
        var lines = Show("new string[1000, 1000]")["text/plain"].Split('\n');
        Assert.Equal(string.Concat(Enumerable.Repeat("<null>\t", 20)) + "…", lines[0]);
        Assert.Equal("(980 more)", lines[20]);
    }

    [Fact]
    public void An_asynchronous_sequence_is_not_read()
    {
        Show("""
            async IAsyncEnumerable<int> Count() { throw new Exception(); yield return 1; }
            var sequence = Count();
            1
            """);

        Assert.Equal("IAsyncEnumerable<System.Int32>, not read yet: await foreach reads it", Show("sequence")["text/plain"]);
    }

    [Theory]
    [InlineData("typeof(string)")]
    [InlineData("typeof(string).Assembly")]
    [InlineData("System.Diagnostics.Process.GetCurrentProcess()")]
    [InlineData("System.Threading.Thread.CurrentThread")]
    [InlineData("Enumerable.Range(0, 1_000_000).ToArray()")]
    [InlineData("class Node { public Node Next { get; set; } public Node Other => Next; public string Text => new string('x', 9999); }\nvar node = new Node(); node.Next = node; node")]
    [InlineData("class Failing { public int Value => throw new InvalidOperationException(\"no\"); }\nnew Failing()")]
    public void However_large_a_value_is_what_is_shown_is_not(string code)
    {
        var shown = Show(code);

        Assert.InRange(shown["text/html"].Length, 10, 70_000);
        Assert.InRange(shown["text/plain"].Length, 1, 30_000);
    }

    [Fact]
    public void What_is_left_out_is_told_and_can_be_had()
    {
        var shown = Show("typeof(string).Assembly");

        Assert.Contains("All of it: display(value, &quot;text/html&quot;)", shown["text/html"], StringComparison.Ordinal);
        Show("display(typeof(string).Assembly, \"text/html\"); 1");
        Assert.InRange(_output.Displayed.Single()["text/html"].Length, 2 * shown["text/html"].Length, int.MaxValue);
        Assert.Contains("Formatter.ListExpansionLimit", Show("Enumerable.Range(0, 99)")["text/html"], StringComparison.Ordinal);
    }

    [Fact]
    public void A_value_that_fails_to_be_shown_is_an_error_of_the_cells_own_line()
    {
        var error = _session.Execute(
            "IEnumerable<int> Numbers() { yield return 1; throw new InvalidOperationException(\"no\"); }\nNumbers()",
            ++_number, _output, TestContext.Current.CancellationToken).Error!;

        Assert.Equal("System.InvalidOperationException", error.Name);
        Assert.Equal(2, error.Traceback.Count);
        Assert.StartsWith("   at Numbers in cell 1, line 1", error.Traceback[1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_form_that_no_message_could_hold_is_left_out_and_that_is_said()
    {
        var shown = Show("HTML(new string('x', 9_000_000))");

        Assert.False(shown.ContainsKey("text/html"));
        Assert.EndsWith("(text/html is left out: 9,000,000 characters)", shown["text/plain"], StringComparison.Ordinal);
    }

    [Fact]
    public void A_type_that_a_cell_declares_goes_by_its_own_name()
    {
        Assert.Equal("Point", Show("class Point { }\nnew Point()")["text/plain"]);
    }

    private MimeBundle Show(string code)
    {
        var outcome = _session.Execute(code, ++_number, _output, TestContext.Current.CancellationToken);
        Assert.Null(outcome.Error?.Message);
        return outcome.Result!;
    }
}
