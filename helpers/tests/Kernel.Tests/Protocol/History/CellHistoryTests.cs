using CSharpKernel.Protocol.History;

namespace Kernel.Tests.Protocol.History;

/// <summary>What was run, in this session and in earlier ones.</summary>
public sealed class CellHistoryTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("csharp-kernel-test-");

    private string FilePath => Path.Combine(_folder.FullName, "history", "history.jsonl");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void The_last_cells_are_told_with_their_results()
    {
        using var history = Open();
        history.Add(1, "first", "1");
        history.Add(2, "second", null);

        Assert.Equal([new(1, 2, "second", null)], history.Tail(1));
        Assert.Equal([new(1, 1, "first", "1"), new(1, 2, "second", null)], history.Tail(10));
    }

    [Fact]
    public void Cells_of_earlier_sessions_are_kept()
    {
        using (var earlier = Open())
        {
            earlier.Add(1, "a\nb \"c\" 中文", "d");
        }

        using var history = Open();
        history.Add(1, "now", null);

        Assert.Equal([new(1, 1, "a\nb \"c\" 中文", "d"), new(2, 1, "now", null)], history.Tail(10));
        Assert.Equal([new(2, 1, "now", null)], history.Range(0, 1, null));
        Assert.Equal([new(1, 1, "a\nb \"c\" 中文", "d")], history.Range(-1, 1, 2));
        Assert.Equal([new(1, 1, "a\nb \"c\" 中文", "d")], history.Range(1, 1, null));
    }

    [Fact]
    public void A_range_ends_before_its_stop()
    {
        using var history = Open(file: false);
        for (var line = 1; line <= 5; line++) history.Add(line, $"{line}", null);

        Assert.Equal(["2", "3"], history.Range(0, 2, 4).Select(entry => entry.Input));
        Assert.Empty(history.Range(7, 1, null));
    }

    [Theory]
    [InlineData("*", "var a = 1;|var b = 2;|var a = 1;|[1]$.^")]
    [InlineData("var a*", "var a = 1;|var a = 1;")]
    [InlineData("var ?*2;", "var b = 2;")]
    [InlineData("var [ab]*", "var a = 1;|var b = 2;|var a = 1;")]
    [InlineData("*$.^", "[1]$.^")]
    [InlineData("[[]1]*", "[1]$.^")]
    [InlineData("var", "")]
    public void Cells_are_found_by_a_pattern(string pattern, string expected)
    {
        using var history = Filled();

        Assert.Equal(expected, string.Join('|', history.Search(pattern, count: null, unique: false).Select(entry => entry.Input)));
    }

    [Fact]
    public void Of_equal_cells_the_last_is_left_if_they_shall_be_unique()
    {
        using var history = Filled();

        Assert.Equal([2, 3], history.Search("var *", count: null, unique: true).Select(entry => entry.Line));
        Assert.Equal([3], history.Search("var *", count: 1, unique: false).Select(entry => entry.Line));
    }

    [Fact]
    public void Several_kernels_write_at_once_and_nothing_is_lost()
    {
        Parallel.For(0, 4, _ =>
        {
            using var history = Open();
            for (var line = 1; line <= 50; line++) history.Add(line, $"cell {line}", null);
        });

        using var reader = Open();
        var entries = reader.Tail(1000).ToArray();
        Assert.Equal(200, entries.Length);
        Assert.Equal([1, 2, 3, 4], entries.Select(entry => entry.Session).Distinct().Order());
        Assert.All(entries.GroupBy(entry => entry.Session), session => Assert.Equal(Enumerable.Range(1, 50), session.Select(entry => entry.Line)));
    }

    [Fact]
    public void The_file_does_not_grow_without_bound()
    {
        var file = new HistoryFile(FilePath, maximalLength: 1000);
        for (var line = 1; line <= 200; line++) file.Add([new HistoryEntry(1, line, $"cell {line}", null)]);

        Assert.InRange(new FileInfo(FilePath).Length, 1, 1000);
        Assert.Equal(200, file.Read()[^1].Line);
    }

    [Fact]
    public void Lines_that_are_cut_off_are_passed_over()
    {
        using (var earlier = Open()) earlier.Add(1, "kept", null);
        File.AppendAllText(FilePath, "[1,2,\"cut o\nnull\n{}\n[\"x\"]\n[1,3,null,null]\n");

        using var history = Open();

        Assert.Equal(["kept"], history.Tail(10).Select(entry => entry.Input));
    }

    [Fact]
    public void Without_a_file_that_can_be_written_the_session_has_its_own_history()
    {
        File.WriteAllText(Path.Combine(_folder.FullName, "history"), "a file where a folder should be");

        using var history = Open();
        history.Add(1, "now", null);

        Assert.Equal(["now"], history.Tail(10).Select(entry => entry.Input));
    }

    [Fact]
    public void Nobody_else_can_read_the_file()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("There the user's folder is closed to others.");
            return;
        }

        using (var history = Open()) history.Add(1, "a secret", null);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(FilePath));
    }

    private static CellHistory Filled()
    {
        var history = new CellHistory(file: null);
        history.Add(1, "var a = 1;", null);
        history.Add(2, "var b = 2;", null);
        history.Add(3, "var a = 1;", null);
        history.Add(4, "[1]$.^", null);
        return history;
    }

    private CellHistory Open(bool file = true) => new(file ? new HistoryFile(FilePath) : null);
}
