namespace Kernel.Tests.Language.Intelligence;

/// <summary>What a reader is offered while typing.</summary>
public sealed class CompletionTests(TypedCell cell) : IClassFixture<TypedCell>
{
    [Theory]
    [InlineData("Console.WriteL", "WriteLine", "Console.WriteLine")]
    [InlineData("Console.Wri|teLine();", "WriteLine", "Console.WriteLine();")]
    [InlineData("var 数 = \"😀\".Len", "Length", "var 数 = \"😀\".Length")]
    [InlineData("$\"{Math.Ab|}\"", "Abs", "$\"{Math.Abs}\"")]
    [InlineData("new List<int>().Whe", "Where", "new List<int>().Where")]
    [InlineData("string.Join(separat", "separator:", "string.Join(separator:")]
    [InlineData("wh", "while", "while")]
    [InlineData("Lis", "List", "List")]
    [InlineData("\"a\"?.Substr", "Substring", "\"a\"?.Substring")]
    [InlineData("display", "display", "display")]
    [InlineData("#!time\nConsole.WriteL", "WriteLine", "#!time\nConsole.WriteLine")]
    [InlineData("#!html\r\n<b>\r\n#!csharp\r\nConsole.WriteL", "WriteLine", "#!html\r\n<b>\r\n#!csharp\r\nConsole.WriteLine")]
    [InlineData("#r \"nuget: Nothing\"\nConsole.WriteL", "WriteLine", "#r \"nuget: Nothing\"\nConsole.WriteLine")]
    public void A_choice_replaces_what_was_typed_of_it(string typed, string choice, string result) =>
        Assert.Equal(result, cell.Take(typed, choice));

    [Fact]
    public void What_earlier_cells_declare_is_offered()
    {
        cell.Run(
            """
            record Point(int X, int Y) { public Point Mirror() => new(-X, -Y); }
            var origin = new Point(0, 0);
            var nameless = new { Alpha = 1 };
            var many = new[] { 1 }.Select(x => new { Beta = x }).ToList();
            int.TryParse("1", out var parsed);
            var (left, right) = (1, "two");
            static int Doubled(this int x) => 2 * x;
            const int Dozen = 12, Score = 20;
            async Task<int> LaterAsync(int delay, string why = "none") { await Task.Delay(delay); return 1; }
            """);

        Assert.Equal("origin", cell.Take("orig", "origin"));
        Assert.Equal("origin.Mirror", cell.Take("origin.Mir", "Mirror"));
        Assert.Equal("nameless.Alpha", cell.Take("nameless.Al", "Alpha"));
        Assert.Equal("many[0].Beta", cell.Take("many[0].Be", "Beta"));
        Assert.Equal("right.Substring", cell.Take("right.Subs", "Substring"));
        Assert.Equal("parsed.Doubled", cell.Take("parsed.Doub", "Doubled"));
        Assert.Equal("LaterAsync(delay:", cell.Take("LaterAsync(de", "delay:"));
        Assert.Equal("Dozen.CompareTo", cell.Take("Dozen.Comp", "CompareTo"));
        Assert.Equal("Score.CompareTo", cell.Take("Score.Comp", "CompareTo"));
        Assert.Equal("new Point", cell.Take("new Poi", "Point"));
    }

    [Fact]
    public void A_later_declaration_of_a_name_replaces_the_earlier_one()
    {
        var cell = new TypedCell();
        cell.Run("class Shape { public int First; } var shape = new Shape(); int Area(int x) => x;");
        cell.Run("class Shape { public int Second; } var shape = new Shape(); int Area(string x) => 0;");

        Assert.Equal(["Second"], Matches("shape.Sec"));
        Assert.Empty(Matches("shape.Fir"));
        Assert.Equal("(int x)\n(string x)", Signature("Are"));

        cell.Run("var Area = \"now a text\";");

        Assert.Equal("string", Signature("Are"));

        IEnumerable<string> Matches(string typed) => cell.Complete(typed).Choices.Select(choice => choice.Text);
        string Signature(string typed) => cell.Complete(typed).Choices.Single(choice => choice.Text == "Area").Signature;
    }

    [Fact]
    public void What_earlier_cells_import_is_offered_and_nothing_else()
    {
        var cell = new TypedCell();
        Assert.Empty(cell.Complete("FileStr").Choices);

        cell.Run("using System.IO; using Numbers = System.Numerics;");

        Assert.Equal("FileStream", cell.Take("FileStr", "FileStream"));
        Assert.Equal("Numbers.Complex", cell.Take("Numbers.Comp", "Complex"));
    }

    [Fact]
    public void What_the_cell_itself_references_is_offered() => Assert.EndsWith(
        "\nMessage.ProtocolVersion",
        cell.Take($"#r \"{typeof(Jupyter.Messaging.Message).Assembly.Location}\"\nusing Jupyter.Messaging;\nMessage.Proto", "ProtocolVersion"),
        StringComparison.Ordinal);

    [Fact]
    public void What_earlier_cells_reference_is_offered()
    {
        var cell = new TypedCell();
        cell.Run($"#r \"{typeof(Jupyter.Messaging.Message).Assembly.Location}\"");
        cell.Run("using Jupyter.Messaging;");

        Assert.Equal("Message.ProtocolVersion", cell.Take("Message.Proto", "ProtocolVersion"));
    }

    [Theory]
    [InlineData("Console.WriteL", "WriteLine", "function", "(string? value)")]
    [InlineData("Math.P", "PI", "constant", "double")]
    [InlineData("\"a\".Leng", "Length", "property", "int")]
    [InlineData("Cons", "Console", "class", "")]
    [InlineData("Date", "DateTime", "struct", "")]
    [InlineData("IDisp", "IDisposable", "interface", "")]
    [InlineData("DayOf", "DayOfWeek", "enum", "")]
    [InlineData("Syst", "System", "module", "")]
    [InlineData("string.Join(separat", "separator:", "param", "")]
    [InlineData("int local = 1; loc", "local", "instance", "int")]
    [InlineData("forea", "foreach", "keyword", "")]
    [InlineData("Func", "Func", "delegate", "")]
    public void Each_choice_says_what_it_is(string typed, string text, string kind, string signature)
    {
        var choice = cell.Complete(typed).Choices.Single(choice => choice.Text == text);

        Assert.Equal(kind, choice.Kind);
        if (signature.Length > 0) Assert.Contains(signature, choice.Signature.Split('\n'));
    }

    [Fact]
    public void Only_words_are_offered() =>
        Assert.All(cell.Complete("DateTime.Now.").Choices, choice => Assert.Matches("^[A-Z][A-Za-z]*$", choice.Text));

    [Theory]
    [InlineData("// Cons")]
    [InlineData("\"Cons")]
    [InlineData("#!html\n<b>Cons")]
    [InlineData("#r \"nuget: Cons")]
    [InlineData("1.5")]
    public void Where_no_code_is_typed_nothing_is_offered(string typed) => Assert.Empty(cell.Complete(typed).Choices);

    [Theory]
    [InlineData("#!ti", "#!time", "magic")]
    [InlineData("1;\n#!ls|m", "#!lsmagic", "magic")]
    [InlineData("#lo", "#load", "magic")]
    public void Directives_are_offered(string typed, string text, string kind)
    {
        var choice = Assert.Single(cell.Complete(typed).Choices);

        Assert.Equal(text, choice.Text);
        Assert.Equal(kind, choice.Kind);
    }

    [Theory]
    [InlineData("#r \"{0}/", "library.dll|sub/")]
    [InlineData("#load \"{0}/", "cell.csx|sub/")]
    [InlineData("#!import {0}/", "cell.csx|notebook.ipynb|sub/")]
    [InlineData("#!import \"{0}/no", "notebook.ipynb")]
    [InlineData("#load \"{0}/sub/../ce", "cell.csx")]
    [InlineData("#load \"{0}/nowhere/", "")]
    public void Files_are_offered_where_a_directive_takes_one(string typed, string expected)
    {
        var folder = Directory.CreateTempSubdirectory("csharp-kernel-test-");
        try
        {
            folder.CreateSubdirectory("sub");
            foreach (var name in (string[])["cell.csx", "library.dll", "notebook.ipynb", "text.txt", ".hidden.csx"])
                File.WriteAllText(Path.Combine(folder.FullName, name), "");
            var completions = cell.Complete(typed.Replace("{0}", folder.FullName.Replace('\\', '/'), StringComparison.Ordinal));

            Assert.Equal(expected, string.Join('|', completions.Choices.Select(choice => choice.Text).Order(StringComparer.Ordinal)));
            Assert.All(completions.Choices, choice => Assert.Equal("path", choice.Kind));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task It_is_there_while_a_cell_runs()
    {
        var cell = new TypedCell();
        cell.Run("var number = 1;");
        using var interrupt = new CancellationTokenSource();
        var started = new TaskCompletionSource();
        var running = Task.Run(
            () => cell.Session.Execute(
                "display(0); while (true) ;", 2, new RecordedOutput { Shown = started.SetResult }, interrupt.Token),
            TestContext.Current.CancellationToken);
        await started.Task;

        Assert.Equal("number.CompareTo", cell.Take("number.Comp", "CompareTo"));

        Assert.False(running.IsCompleted);
        await interrupt.CancelAsync();
        await running;
    }

    [Fact]
    public async Task Cells_run_and_code_is_completed_at_the_same_time()
    {
        var cell = new TypedCell();
        cell.Run("var first = 0;");
        var running = Task.Run(
            () =>
            {
                for (var i = 0; i < 60; i++)
                    cell.Run($"var n{i} = first + {i}; class C{i} {{ public int P{i} => 1; }} new C{i}().P{i}");
            },
            TestContext.Current.CancellationToken);
        while (!running.IsCompleted) Assert.Equal("first.CompareTo", cell.Take("first.Comp", "CompareTo"));
        await running;

        Assert.Equal("new C59().P59", cell.Take("new C59().P", "P59"));
    }
}
