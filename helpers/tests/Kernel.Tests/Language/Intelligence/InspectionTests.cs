namespace Kernel.Tests.Language.Intelligence;

/// <summary>What a reader is told of a name.</summary>
public sealed class InspectionTests(TypedCell cell) : IClassFixture<TypedCell>
{
    private static readonly bool HasDocumentation = Directory.Exists(Path.Combine(
        Path.GetDirectoryName(typeof(object).Assembly.Location)!, "..", "..", "..", "packs", "Microsoft.NETCore.App.Ref"));

    [Theory]
    [InlineData("Console.WriteLine", "static void Console.WriteLine(string? value)")]
    [InlineData("Console.Write|Line(1)", "static void Console.WriteLine(int value)")]
    [InlineData("Console.WriteLine(", "static void Console.WriteLine(bool value)")]
    [InlineData("Math.Max(1, |2)", "static int Math.Max(int val1, int val2)")]
    [InlineData("new List<int>(", "List<int>.List(int capacity)")]
    [InlineData("int local = 1; local", "int local")]
    [InlineData("new[] { 1 }.Sel|ect(x => x)", "static IEnumerable<int> Enumerable.Select<int, int>(this IEnumerable<int> source, Func<int, int> selector)")]
    [InlineData("Conso|le.WriteLine()", "class Console")]
    [InlineData("DayOfWeek.Mon|day", "DayOfWeek.Monday = 1")]
    [InlineData("\"a\".Length", "int string.Length { get; }")]
    [InlineData("string", "string")]
    [InlineData("#!time\nConsole.WriteLine", "static void Console.WriteLine()")]
    public void It_tells_the_declaration(string typed, string declaration) =>
        Assert.Contains(declaration, cell.Inspect(typed, detailed: true)!.Split('\n').Select(line => line.Split(" : ")[0]));

    [Fact]
    public void Of_a_call_only_the_overload_that_is_called_is_told_at_first() => Assert.Equal(
        ["static int Math.Max(int val1, int val2)", "// and 12 more overloads"],
        cell.Inspect("Math.Ma|x(1, 2)")!.Split('\n')[..2]);

    [Fact]
    public void The_overload_that_is_called_comes_first() =>
        Assert.StartsWith("static short Math.Abs(short value)", cell.Inspect("Math.Abs|((short)1)"), StringComparison.Ordinal);

    [Theory]
    [InlineData("if|")]
    [InlineData("nothing")]
    [InlineData("1;  |")]
    [InlineData("Math.Abs(|unknown)")]
    [InlineData("Math.Abs(unk|nown)")]
    [InlineData("Console.Write(\"some te|xt\")")]
    [InlineData("// Console")]
    [InlineData("\"Console")]
    [InlineData("#!html\n<b>Console")]
    [InlineData("")]
    public void Where_no_name_is_there_is_nothing_to_tell(string typed) => Assert.Null(cell.Inspect(typed));

    [Fact]
    public void What_was_written_about_the_framework_is_told()
    {
        Assert.SkipUnless(HasDocumentation, "This machine has no reference assemblies beside the runtime.");

        Assert.Contains("Writes the specified string value, followed by the current line terminator", Plain("Console.WriteLine(\"a\"|)"), StringComparison.Ordinal);
        Assert.Contains("value: A number that is greater than Int32.MinValue", Plain("Math.Abs(-1|)"), StringComparison.Ordinal);
        Assert.Contains("Exceptions:", Plain("int.Parse|(\"1\")"), StringComparison.Ordinal);
        Assert.Contains("**Returns**", cell.Inspect("Enumerable.Where", mimeType: "text/markdown"), StringComparison.Ordinal);
        Assert.Contains("strongly typed list", Plain("List<int>|"), StringComparison.Ordinal);

        string Plain(string typed) => cell.Inspect(typed, detailed: true)!;
    }

    [Fact]
    public void What_the_reader_has_written_is_told()
    {
        cell.Run(
            """
            /// <summary>A point, see <see cref="Mirror"/>.</summary>
            /// <param name="X">How far right.</param>
            record Point(int X, int Y)
            {
                /// <summary>The point on the other side.</summary>
                /// <returns>It, by <c>-X</c>.</returns>
                public Point Mirror() => new(-X, -Y);
            }

            /// <summary>Where all begins.</summary>
            var origin = new Point(0, 0);
            """);

        Assert.Equal("Point origin\n\nWhere all begins.", cell.Inspect("origin"));
        Assert.Equal(
            "```csharp\nrecord Point\n```\n\nA point, see `Point.Mirror`.\n\n**Parameters**\n\n- `X`: How far right.",
            cell.Inspect("Point", mimeType: "text/markdown"));
        Assert.Equal(
            "Point Point.Mirror()\n\nThe point on the other side.\n\nReturns:\nIt, by -X.\n\npublic Point Mirror() => new(-X, -Y);",
            cell.Inspect("origin.Mirror", detailed: true));
    }

    [Fact]
    public void What_came_with_a_library_is_told()
    {
        cell.Run($"#r \"{typeof(Jupyter.Messaging.Message).Assembly.Location}\"");

        Assert.Contains("protocol", cell.Inspect("Jupyter.Messaging.Message.ProtocolVersion"), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Inherited_words_are_found_where_they_were_written()
    {
        cell.Run(
            """
            interface IShape
            {
                /// <summary>How large it is.</summary>
                double Area();
            }

            class Square : IShape
            {
                /// <inheritdoc/>
                public double Area() => 1;
            }
            """);

        Assert.Equal("double Square.Area()\n\nHow large it is.", cell.Inspect("new Square().Area"));
    }
}
