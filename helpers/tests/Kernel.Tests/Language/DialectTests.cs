using CSharpKernel.Language;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Kernel.Tests.Language;

/// <summary>What cells may say beyond C#, as .NET Interactive has it.</summary>
public sealed class DialectTests : IDisposable
{
    private readonly CSharpSession _session = new();
    private readonly RecordedOutput _output = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kernel-tests-");
    private int _number;

    [Fact]
    public void The_namespaces_that_NET_Interactive_imports_are_imported()
    {
        Assert.Equal("2", Text("new StringBuilder(\"ab\").Length"));
        Assert.Equal("3", Text("IEnumerable list = new List<int> { 1, 2 }; await Task.FromResult(((IEnumerable<int>)list).Sum())"));
    }

    [Theory]
    [InlineData("display(42)", "text/plain", "42")]
    [InlineData("42.Display();", "text/plain", "42")]
    [InlineData("display(HTML(\"<i>x</i>\"), \"text/plain\")", "text/plain", "<i>x</i>")]
    [InlineData("HTML(\"<b>x</b>\").Display()", "text/html", "<b>x</b>")]
    [InlineData("\"# x\".DisplayAs(\"text/markdown\")", "text/markdown", "# x")]
    [InlineData("#!html\n<b>x</b>", "text/html", "<b>x</b>")]
    [InlineData("#!markdown\n# x", "text/markdown", "# x")]
    [InlineData("#!html <b>x</b>", "text/html", "<b>x</b>")]
    public void Values_are_shown(string code, string mimeType, string shown)
    {
        Assert.Null(Execute(code).Result);

        Assert.Equal(shown, _output.Displayed.Single()[mimeType]);
    }

    [Fact]
    public void A_shown_value_can_be_a_variable_that_a_later_cell_updates()
    {
        Execute("using Microsoft.DotNet.Interactive.Formatting; DisplayedValue shown = display(1);");
        Execute("shown.Update(2);");

        Assert.Equal(["1", "2"], _output.Displayed.Select(data => data["text/plain"]));
    }

    [Fact]
    public void A_formatter_that_a_cell_registers_is_used()
    {
        Execute("""
            using Microsoft.DotNet.Interactive.Formatting;
            record Star(int Rays);
            Formatter.Register<Star>(star => new string('*', star.Rays), "text/plain");
            """);

        Assert.Equal("***", Text("new Star(3)"));
    }

    [Theory]
    [InlineData("1.5", "1.5")]
    [InlineData("1.5m", "1.5")]
    [InlineData("\"a\"", "a")]
    [InlineData("'a'", "a")]
    [InlineData("true", "True")]
    [InlineData("(string)null", "<null>")]
    [InlineData("DayOfWeek.Monday", "Monday")]
    [InlineData("TimeSpan.FromSeconds(1)", "00:00:01")]
    public void A_scalar_is_plain_text_alone(string code, string text)
    {
        Assert.Equal([new("text/plain", text)], Execute(code).Result!);
    }

    [Fact]
    public void Large_values_are_cut()
    {
        var text = Text("new string('x', 1_000_000)");

        Assert.InRange(text!.Length, 1000, 200_000);
        Assert.EndsWith("… (900,000 more characters)", text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_time_that_a_cell_took_is_shown_behind_its_output()
    {
        Execute("#!time\ndisplay(1);");

        Assert.Equal("1", _output.Displayed[0]["text/plain"]);
        Assert.Matches(@"^Wall time: [\d.]+ms$", _output.Displayed[1]["text/plain"]);
    }

    [Fact]
    public void Variables_are_listed()
    {
        Execute("var first = 1; int F() => 2;");
        Execute("string second = \"<b>\", third = null; var first = 3;");
        Execute("#!who");
        Execute("#!whos");

        Assert.Equal("first\tsecond\tthird", _output.Displayed[0]["text/plain"]);
        Assert.Equal(
            "Variable\tType\tValue\nfirst\tInt32\t3\nsecond\tString\t<b>\nthird\tString\t<null>",
            _output.Displayed[1]["text/plain"].Replace("System.", "", StringComparison.Ordinal));
        Assert.Contains("&lt;b&gt;", _output.Displayed[1]["text/html"], StringComparison.Ordinal);
    }

    [Fact]
    public void A_variable_whose_value_takes_many_lines_is_listed_in_one()
    {
        Execute("var point = new { X = 1, Y = 2 }; var text = new string('x', 1000);");
        Execute("#!whos");

        var lines = _output.Displayed.Single()["text/plain"].Split('\n');
        Assert.Equal(3, lines.Length);
        Assert.All(lines[1..], line => Assert.EndsWith(" …", line, StringComparison.Ordinal));
    }

    [Fact]
    public void A_record_that_refers_to_itself_can_be_shown()
    {
        Execute("record Node(string Name) { public Node Next { get; set; } } var node = new Node(\"a\"); node.Next = node;");

        Assert.EndsWith("Node: it refers to itself, so its text would have no end.", Text("node"), StringComparison.Ordinal);
    }

    [Fact]
    public void Directives_run_in_their_place_and_do_not_shift_the_lines_of_errors()
    {
        var error = Execute("var a = 1;\n#!who\nvar b = 2;\nb.Nothing();").Error!;

        Assert.Equal("a", _output.Displayed.Single()["text/plain"]);
        Assert.StartsWith("(4,3):", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_looks_like_a_directive_in_a_string_is_none()
    {
        Assert.Equal("a\n#!who\nb", Text("\"\"\"\na\n#!who\nb\n\"\"\"")!.ReplaceLineEndings("\n"));
    }

    [Fact]
    public void An_unknown_directive_names_those_that_there_are()
    {
        var error = Execute("#!nothing").Error!;

        Assert.Equal("DirectiveError", error.Name);
        Assert.StartsWith("There is no directive #!nothing. There are: #!csharp, #!html,", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Files_of_source_are_loaded_and_imported()
    {
        var file = Path.Combine(_folder.FullName, "helpers.csx");
        File.WriteAllText(file, "int Twice(int n) { var m = 0; for (var i = 0; i < 2; i++) m += n; return m; }");

        Assert.Equal("6", Text($"#load \"{file}\"\nTwice(3)"));
        Assert.Equal("8", Text($"#!import {file}\nTwice(4)"));
        Assert.Contains("there is no file nothing.csx", Execute("#!import nothing.csx").Error!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_assembly_is_referenced_by_its_path_and_finds_those_beside_it()
    {
        var path = typeof(Xunit.Assert).Assembly.Location;

        Assert.Equal("Assert", Text($"#r \"{path}\"\ntypeof(Xunit.Assert).Name"));
    }

    [Fact]
    public void An_assembly_that_was_built_anew_asks_for_another_session()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There nobody can replace a file that is in use.");
        var path = Path.Combine(_folder.FullName, "Rebuilt.dll");
        Build("public static class Rebuilt { public static int Version => 1; }");
        Assert.Equal("1", Text($"#r \"{path}\"\nRebuilt.Version"));
        Assert.Equal("1", Text($"#r \"{path}\"\nRebuilt.Version"));

        Build("public static class Rebuilt { public static int Version => 2; }");

        Assert.StartsWith("Rebuilt.dll has been replaced since this session loaded it.", Execute($"#r \"{path}\"\nRebuilt.Version").Error!.Message, StringComparison.Ordinal);
        Assert.Equal("3", Text("1 + 2"));

        void Build(string code)
        {
            // As a build does not: that writes into the file, which is no longer whole for those who use it.
            File.Delete(path);
            using var file = File.Create(path);
            Assert.True(CSharpCompilation.Create(
                "Rebuilt",
                [CSharpSyntaxTree.ParseText(code, cancellationToken: TestContext.Current.CancellationToken)],
                [MetadataReference.CreateFromFile(typeof(object).Assembly.Location)],
                new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary)).Emit(file, cancellationToken: TestContext.Current.CancellationToken).Success);
        }
    }

    [Fact]
    public void Cells_and_the_assemblies_that_they_reference_share_the_kernels_formatter()
    {
        var copy = Path.Combine(_folder.FullName, "Microsoft.DotNet.Interactive.Formatting.dll");
        File.Copy(typeof(Microsoft.DotNet.Interactive.Formatting.Formatter).Assembly.Location, copy);

        Execute($"#r \"{copy}\"");
        Execute("var type = typeof(Microsoft.DotNet.Interactive.Formatting.Formatter);");

        Assert.Equal("True", Text("object.ReferenceEquals(type.Assembly, System.Runtime.Loader.AssemblyLoadContext.Default.LoadFromAssemblyName(type.Assembly.GetName()))"));
    }

    [Fact]
    public void A_package_is_fetched_once_and_used()
    {
        // A package of the course itself, so it is in the cache and needs no network.
        Assert.Equal("<p>x</p>", Text("#r \"nuget: Markdig, 1.6.0\"\nMarkdig.Markdown.ToHtml(\"x\").Trim()"));
        Assert.Equal("<p>y</p>", Text("#r \"nuget:Markdig\"\nMarkdig.Markdown.ToHtml(\"y\").Trim()"));
        Assert.Equal(2, _output.Displayed.Count);
        Assert.Equal("Markdig 1.6.0", _output.Displayed[1]["text/plain"]);
        Assert.Contains("Restart the kernel", Execute("#r \"nuget: Markdig, 1.0.0\"").Error!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("#r \"nothing.dll\"", "nothing.dll")]
    [InlineData("#r \"nuget:\"", "nuget: Id, Version")]
    public void A_reference_that_cannot_be_found_is_told(string code, string part)
    {
        Assert.Contains(part, Execute(code).Error!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Input_is_asked_for()
    {
        Assert.Equal("typed", Text("await GetInputAsync(\"Name?\")"));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private string? Text(string code)
    {
        var outcome = Execute(code);
        Assert.Null(outcome.Error);
        return outcome.Result?["text/plain"];
    }

    private CellOutcome Execute(string code) => _session.Execute(code, ++_number, _output, TestContext.Current.CancellationToken);
}
