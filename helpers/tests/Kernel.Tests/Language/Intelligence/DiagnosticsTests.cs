using Jupyter.Intelligence;

namespace Kernel.Tests.Language.Intelligence;

/// <summary>What a reader is told of mistakes while typing.</summary>
public sealed class DiagnosticsTests(TypedCell cell) : IClassFixture<TypedCell>, IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("csharp-kernel-test-");

    public void Dispose() => _folder.Delete(recursive: true);

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

    [Theory]
    [InlineData("var total = 1;\nConsole.WriteLine(total);")]
    [InlineData("await Task.Delay(1); 1 + 1")]
    [InlineData("1 + 1\n#!time\n2 + 2")]
    [InlineData("var x = 1;\n#!time\nx + 1")]
    [InlineData("#!html\n<b>not C#</b>\n#!csharp\n1 + 1")]
    [InlineData("string? text = null; class Box { int _unused; }")]
    [InlineData("var parser = new System.Xml.XmlDocument();")]
    [InlineData("#!lsmagic")]
    [InlineData("")]
    public void What_would_run_has_none(string code) => Assert.Empty(cell.Diagnose(code));

    [Theory]
    [InlineData("async Task Wait() => await Task.Yield();\nWait();")]
    [InlineData("var number = 1;\nnumbr + Consle.Title.Length")]
    [InlineData("int n = \"\"\nvar m = n")]
    [InlineData("\"text")]
    [InlineData("#!time\nvar number = missing;\n#!time\nnumber.Missing();")]
    [InlineData("#r \"missing.dll\"\nvar x = 1;")]
    [InlineData("#load \"missing.cs\"\nvar x = 1;")]
    [InlineData("#!nothing")]
    [InlineData("#!fsharp\nlet x = 1")]
    [InlineData("#i \"nowhere\"")]
    [InlineData("#r \"nuget: \"")]
    public void They_say_what_is_said_when_the_cell_runs(string code)
    {
        var output = new RecordedOutput();
        var error = new TypedCell().Session.Execute(code, 1, output, TestContext.Current.CancellationToken).Error;
        var said = (error?.Message + string.Concat(error?.Traceback ?? []) + output.Text).ReplaceLineEndings("");

        var first = cell.Diagnose(code)[0];

        Assert.Equal(error is null ? DiagnosticSeverity.Warning : DiagnosticSeverity.Error, first.Severity);
        Assert.Contains(first.Message.Split('\n')[0], said, StringComparison.Ordinal);
        Assert.Contains(first.Message.Split('\n')[^1], said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\r\n  #!nothing of mine ", "#!nothing of mine")]
    [InlineData("1 + 1\n#!html\n<b>\n#!nothing", "#!nothing")]
    [InlineData(" #i \"nowhere\"\r\nvar x = 1;", "#i \"nowhere\"")]
    [InlineData("var 数 = \"😀\";\r\n#!time\r\nvar y = missing;", "missing")]
    public void They_lie_where_the_mistake_is(string code, string place)
    {
        var diagnostic = Assert.Single(cell.Diagnose(code));

        Assert.Equal(place, code[diagnostic.Start..diagnostic.End]);
    }

    [Fact]
    public void What_cells_have_declared_is_known()
    {
        var cell = new TypedCell();
        cell.Run("record Point(int X, int Y); var origin = new Point(0, 0); int Twice(int n) => 2 * n;");
        cell.Run("Point moved = origin with { X = 1 };");

        Assert.Empty(cell.Diagnose("Twice(moved.X) + origin.Y"));
        Assert.Equal("CS1061", Assert.Single(cell.Diagnose("origin.Z")).Code);
    }

    [Fact]
    public void What_a_package_brings_that_is_not_there_yet_is_not_reported_as_missing()
    {
        Assert.Empty(cell.Diagnose("#r \"nuget: Nothing.Of.The.Kind\"\nusing Nothing.Of; Kind.Make(thing);"));
        Assert.Equal("CS0029", Assert.Single(cell.Diagnose("#r \"nuget: Nothing.Of.The.Kind\"\nint n = \"\";")).Code);
    }

    [Theory]
    [InlineData("using Thing.Of; var t = new Thing(); t.Do(); Made.Do(totl); var n = totl;", "totl")]
    [InlineData("var total = 1; totl + 1", "totl")]
    [InlineData("\"text\".Lenght + 1", "Lenght")]
    [InlineData("int Twice(int n) => n; Twice(1, 2);", "Twice")]
    [InlineData("\"text\".Slugify(); \"text\".Split(1, 2, 3, 4, 5); Thing.Make(); Made(nameof(Thing)); foreach (var c in DateTime.Now) { }", null)]
    [InlineData("using static Thing.Of; total + 1", null)]
    [InlineData("object o = 1; var b = o is Thing; var s = o switch { Thing => 1, _ => 2 };", null)]
    [InlineData("[Thing] class A : Thing<int> { }", null)]
    public void Of_what_a_package_cannot_bring_it_is_told_that_it_is_missing(string code, string? place)
    {
        code = "#r \"nuget: Nothing.Of.The.Kind\"\n" + code;

        Assert.Equal(place is null ? [] : [place], cell.Diagnose(code).Select(diagnostic => code[diagnostic.Start..diagnostic.End]));
    }

    [Fact]
    public void What_a_cell_above_declares_that_needs_a_package_is_not_reported_as_missing()
    {
        string[] before = ["#r \"nuget: Nothing.Of.The.Kind\"\nusing Nothing.Of;", "var thing = new Thing(); int Twice(int n) => 2 * n;"];

        Assert.Empty(cell.Diagnose("thing.Do(Twice(1)); Thing other = thing;", before));
        Assert.Equal("CS0029", Assert.Single(cell.Diagnose("int n = \"\";", before)).Code);
    }

    [Fact]
    public void What_an_imported_file_declares_is_known_before_it_is_imported()
    {
        var file = Write("shapes.csx", "using System.IO;\nrecord Shape(int Sides);\nvar square = new Shape(4);");
        var code = $"missing + 1\n#!import {file}\nShape s = square; s.Sides.Nothing(); squre.Sides";

        Assert.Empty(cell.Diagnose($"#!import {file}\nsquare.Sides + Path.PathSeparator"));
        Assert.Empty(cell.Diagnose("square.Sides", $"#!import {file}"));
        Assert.Equal(["missing", "Nothing", "squre"], cell.Diagnose(code).Select(diagnostic => code[diagnostic.Start..diagnostic.End]));
        Assert.EndsWith("square.Sides", cell.Take($"#!import {file}\nsquare.Si", "Sides"), StringComparison.Ordinal);
        Assert.StartsWith("Shape(", Assert.Single(cell.Signatures($"#!import {file}\nnew Shape(")!.Signatures.Select(each => each.Label.Split('.')[1]), label => label.Contains("Sides", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_wrong_with_an_imported_file_is_told_where_it_is_imported()
    {
        var wrong = $"#!import {Write("wrong.csx", "var a = 1;\nint b = a.Nothing();")}";
        var itself = Path.Combine(_folder.FullName, "itself.csx");
        Write("itself.csx", $"var c = 1;\n#!import {itself}");

        var error = Assert.Single(cell.Diagnose($"{wrong}\na + b"));
        Assert.Contains("wrong.csx(2,11): error CS1061", error.Message, StringComparison.Ordinal);
        Assert.Equal((0, wrong.Length), (error.Start, error.End));
        Assert.Contains("there is no file nothing.csx", Assert.Single(cell.Diagnose("#!import nothing.csx\nanything.At(All)")).Message, StringComparison.Ordinal);
        Assert.Empty(cell.Diagnose($"#!import {itself}\nc"));
    }

    [Fact]
    public void A_file_that_a_cell_references_or_loads_is_looked_into()
    {
        var good = Write("good.csx", "int Good() => 1;");
        var bad = Write("bad.csx", "int Bad() => missing;");

        Assert.Empty(cell.Diagnose($"#r \"{typeof(Jupyter.Messaging.Message).Assembly.Location}\"\nJupyter.Messaging.Message.ProtocolVersion"));
        Assert.Empty(cell.Diagnose($"#load \"{good}\"\nGood()"));
        Assert.Empty(cell.Diagnose($"#load \"{Path.GetRelativePath(Directory.GetCurrentDirectory(), good)}\"\nGood()"));
        var code = $"#load \"{bad}\"\nBad()";
        var error = Assert.Single(cell.Diagnose(code));
        Assert.Equal($"#load \"{bad}\"", code[error.Start..error.End].Trim());
        Assert.StartsWith($"{bad}(1,14): error CS0103: ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_typed_of_a_path_does_not_change_what_a_cell_that_runs_finds()
    {
        var assembly = typeof(Jupyter.Messaging.Message).Assembly.Location;
        var wrong = Write(Path.GetFileName(assembly), "no assembly");
        var cell = new TypedCell();

        Assert.NotEmpty(cell.Diagnose($"#r \"{wrong}\""));
        cell.Run($"#r \"{assembly}\"");
        cell.Run("Jupyter.Messaging.Message.ProtocolVersion.Length");
    }

    [Fact]
    public void Cells_above_that_have_not_run_are_known_as_if_they_had()
    {
        var cell = new TypedCell();
        cell.Run("var origin = 1;");
        string[] before =
        [
            $"#r \"{typeof(Jupyter.Messaging.Message).Assembly.Location}\"\nusing Jupyter.Messaging;",
            "#!time\nint Twice(int n) => 2 * n;",
            "var broken = missing;",
            "var origin = \"now a text\";",
        ];

        Assert.Empty(cell.Diagnose("Message.ProtocolVersion + Twice(origin.Length)", before));
        Assert.Equal("Message.ProtocolVersion", cell.Take("Message.Proto", "ProtocolVersion", before));
        Assert.Equal("origin.Length", cell.Take("origin.Len", "Length", before));
        Assert.Empty(cell.Diagnose("origin + 1"));
        Assert.Equal("CS0103", Assert.Single(cell.Diagnose("Twice(1)")).Code);
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder.FullName, name);
        File.WriteAllText(path, text);
        return path;
    }
}
