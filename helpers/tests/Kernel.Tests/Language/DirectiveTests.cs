using CSharpKernel.Language;

namespace Kernel.Tests.Language;

public sealed class DirectiveTests : IDisposable
{
    private readonly CSharpSession _session = new();
    private readonly RecordedOutput _output = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kernel-tests-");
    private int _number;

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_mistyped_directive_is_told_with_the_one_that_was_meant()
    {
        Assert.EndsWith("Did you mean #!whos?", Error("#!whso"), StringComparison.Ordinal);
        Assert.EndsWith("Did you mean #!time?", Error("#!Time\n1"), StringComparison.Ordinal);
        Assert.EndsWith("#!about.", Error("#!quite-different"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("#!fsharp\nlet x = 1\n#r \"nuget: X\"", "This is F#, and this kernel speaks C# only. Run it with 'dotnet fsi'")]
    [InlineData("#!pwsh\nGet-Process", "This is PowerShell, and this kernel speaks C# only. Run it in a terminal with 'pwsh'")]
    [InlineData("#!sql\nSELECT 1", "This is SQL, and this kernel speaks C# only.")]
    [InlineData("#!kql --name x\nA | B", "This is KQL, and this kernel speaks C# only.")]
    [InlineData("#!share --from fsharp x", "#!share takes a value from another language, and this kernel speaks C# only.")]
    [InlineData("#!value --name x\n{ not C# }", "#!value keeps text for other languages, and this kernel speaks C# only.")]
    public void A_cell_in_another_language_is_told_which_it_is_and_how_to_run_it(string code, string told)
    {
        Assert.StartsWith(told, Error(code), StringComparison.Ordinal);
    }

    [Fact]
    public void A_diagram_is_given_to_front_ends_that_draw_it_and_is_readable_in_others()
    {
        Execute("#!mermaid\ngraph LR\nA-->B\n");

        var shown = Assert.Single(_output.Displayed);
        Assert.Equal("graph LR\nA-->B", shown["text/vnd.mermaid"]);
        Assert.Equal("```mermaid\ngraph LR\nA-->B\n```", shown["text/markdown"]);
        Assert.Equal("graph LR\nA-->B", shown["text/plain"]);
    }

    [Fact]
    public void Every_directive_is_listed_with_what_it_does()
    {
        Execute("#!lsmagic");

        var lines = _output.Displayed.Single()["text/plain"].Split('\n');
        Assert.All(Directives.Names, name => Assert.Contains(lines, line => line.StartsWith(name, StringComparison.Ordinal)));
    }

    [Fact]
    public void The_kernel_tells_what_it_is()
    {
        Execute("#!about");

        Assert.Contains($".NET {Environment.Version}", _output.Displayed.Single()["text/plain"], StringComparison.Ordinal);
    }

    [Fact]
    public void The_time_of_a_cell_that_failed_is_not_told_by_the_next_one()
    {
        Assert.Equal("no", Error("#!time\nthrow new Exception(\"no\");"));
        Execute("1");

        Assert.Empty(_output.Displayed);
    }

    [Fact]
    public void A_scripts_cells_are_imported_with_their_directives()
    {
        var file = Write("cells.dib", """
            #!meta

            {"kernelInfo":{"defaultKernelName":"csharp"}}

            #!csharp

            int Next(int n) => n + 1;

            #!markdown

            # A title

            #!csharp

            Next(1)
            """);

        Assert.Equal("3", Text($"#!import {file}\nNext(2)"));
        Assert.Equal("2", _output.Displayed[^1]["text/plain"]);
    }

    [Fact]
    public void A_notebooks_code_is_imported_and_its_prose_is_not()
    {
        var file = Write("cells.ipynb", """
            {"cells": [
              {"cell_type": "markdown", "metadata": {}, "source": ["not C#"]},
              {"cell_type": "code", "metadata": {}, "execution_count": null, "outputs": [], "source": ["var a = 1;"]},
              {"cell_type": "code", "metadata": {"polyglot_notebook": {"kernelName": "csharp"}}, "execution_count": null,
               "outputs": [], "source": ["var b = a + 1;"]}
            ], "metadata": {"kernelspec": {"name": ".net-csharp", "display_name": "x", "language": "C#"}}, "nbformat": 4, "nbformat_minor": 5}
            """);

        Assert.Equal("3", Text($"#!import \"{file}\"\na + b"));
    }

    [Fact]
    public void A_notebooks_cell_in_another_language_is_not_taken_for_CSharp()
    {
        var file = Write("cells.ipynb", """
            {"cells": [{"cell_type": "code", "metadata": {"dotnet_interactive": {"language": "fsharp"}}, "execution_count": null,
             "outputs": [], "source": ["let x = 1"]}], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
            """);

        Assert.StartsWith("This is F#", Error($"#!import {file}"), StringComparison.Ordinal);
    }

    [Fact]
    public void An_error_in_an_imported_file_names_the_file_and_its_line()
    {
        var file = Write("wrong.csx", "var a = 1;\nNothing();");

        Assert.StartsWith($"{file}(2,1): error CS0103", Error($"\n\n#!import {file}"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("#load \"{0}\"", "for (;;) { int Fail(int n) => Nothing(); }", 31)]
    [InlineData("#load \"{0}\"", "using System.IO;\r\n\r\n\twhile (true) Nothing();", 15)]
    [InlineData("#load \"{0}\"", "\uFEFF#r \"System.Xml\"\nwhile (true) { 数.Nothing(); Nothing(); }", 16)]
    [InlineData("#!import {0}", "\uFEFF#r \"System.Xml\"\r\n#!time\r\n\twhile (true) Nothing();", 15)]
    public void An_error_in_a_file_lies_where_the_file_has_it_and_its_line_is_shown(string directive, string code, int column)
    {
        var file = Write("wrong.csx", code);
        var lines = code.TrimStart('\uFEFF').ReplaceLineEndings("\n").Split('\n');

        var error = Execute(string.Format(System.Globalization.CultureInfo.InvariantCulture, directive, file)).Error!;

        Assert.StartsWith($"{file}({lines.Length},{column}): error CS0103", error.Message, StringComparison.Ordinal);
        Assert.Equal("    " + lines[^1], error.Traceback[1]);
        Assert.StartsWith("^", error.Traceback[2][(column + 3)..], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("#load \"{0}\"")]
    [InlineData("#!import {0}")]
    public void An_exception_in_a_file_names_the_file_and_shows_its_line(string directive)
    {
        var file = Write("fails.csx", "using System.IO;\nvoid Fail() { for (;;) throw new Exception(); }\nFail();");

        var error = Execute(string.Format(System.Globalization.CultureInfo.InvariantCulture, directive, file)).Error!;

        Assert.Equal(
            [
                "   at Fail in fails.csx, line 2, column 24: void Fail() { for (;;) throw new Exception(); }",
                "   at fails.csx, line 3, column 1: Fail();",
            ],
            error.Traceback.Skip(1).Take(2));
    }

    [Fact]
    public void An_error_in_an_imported_notebook_names_the_cell()
    {
        var file = Write("cells.ipynb", """
            {"cells": [
              {"cell_type": "code", "metadata": {}, "execution_count": null, "outputs": [], "source": ["var a = 1;"]},
              {"cell_type": "markdown", "metadata": {}, "source": ["prose"]},
              {"cell_type": "code", "metadata": {}, "execution_count": null, "outputs": [], "source": ["\n", "a.Nothing();"]}
            ], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
            """);

        Assert.StartsWith($"{file}, code cell 2(2,3): error CS1061", Error($"#!import {file}"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_an_imported_one_loads_is_looked_for_beside_it()
    {
        Write("inner.csx", "int Inner() => 3;");
        var file = Write("outer.csx", "#load \"inner.csx\"\nInner()");
        var relative = Path.GetRelativePath(Directory.GetCurrentDirectory(), file);

        Execute($"#!import {relative}");

        Assert.Equal("3", _output.Displayed.Single()["text/plain"]);
    }

    [Fact]
    public void A_file_that_imports_itself_is_refused()
    {
        var file = Write("self.csx", "");
        File.WriteAllText(file, $"#!import {file}");

        Assert.EndsWith("self.csx imports itself.", Error($"#!import {file}"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_whose_import_was_interrupted_can_be_imported_again()
    {
        var file = Write("waits.csx", "display(0); await Task.Delay(-1);");
        using var interrupt = new CancellationTokenSource();
        _output.Shown = interrupt.Cancel;
        var interrupted = _session.Execute($"#!import {file}", ++_number, _output, interrupt.Token);
        Assert.Equal("Interrupted", interrupted.Error!.Name);

        File.WriteAllText(file, "int Next(int n) => n + 1;");

        Assert.Equal("2", Text($"#!import {file}\nNext(1)"));
    }

    [Theory]
    [InlineData("text.txt", "x", "its name must end in .cs, .csx, .ipynb or .dib")]
    [InlineData("broken.ipynb", "{", "cannot be read: it is not JSON")]
    public void A_file_that_cannot_be_imported_is_told(string name, string text, string told)
    {
        Assert.Contains(told, Error($"#!import {Write(name, text)}"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_source_that_is_none_of_packages_is_told()
    {
        Assert.Contains("Write #i \"nuget: https://…\"", Error("#i \"https://example.org\""), StringComparison.Ordinal);
    }

    private string Write(string name, string text)
    {
        var file = Path.Combine(_folder.FullName, name);
        File.WriteAllText(file, text);
        return file;
    }

    private string Error(string code) => Execute(code).Error!.Message;

    private string? Text(string code)
    {
        var outcome = Execute(code);
        Assert.Null(outcome.Error?.Message);
        return outcome.Result?["text/plain"];
    }

    private CellOutcome Execute(string code) => _session.Execute(code, ++_number, _output, TestContext.Current.CancellationToken);
}
