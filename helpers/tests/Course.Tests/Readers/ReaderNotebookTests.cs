using System.Text.Json.Nodes;
using Course.Readers;
using Jupyter.Documents;
using Microsoft.Extensions.Time.Testing;

namespace Course.Tests.Readers;

/// <summary>What is kept for a notebook, in real files.</summary>
public sealed class ReaderNotebookTests : IDisposable
{
    private readonly NotebookFolder _folder = new();
    private readonly FakeTimeProvider _time = new();
    private readonly ReaderFolder _data;
    private readonly string _notebook;

    public ReaderNotebookTests()
    {
        _data = new ReaderFolder(_folder.File("data"));
        _notebook = _folder.File("lesson.ipynb");
    }

    private string File => _data.FileOf(_notebook);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_is_kept_is_there_again()
    {
        using (var reader = Open())
        {
            Assert.False(reader.Data.HasChanges);
            reader.Change(data => data with
            {
                Cells = data.Cells.Add("a", new KeptCell(CellKind.Markdown, "új\n\"text\"", null)),
                Deleted = ["b"],
                Order = ["c", "a"],
            });
            reader.Run("c");
            reader.Run("c");
            reader.Visit("heading");
            reader.Stay("cell-c");
        }

        using var again = Open();
        Assert.Null(again.Problem);
        Assert.Equal(new KeptCell(CellKind.Markdown, "új\n\"text\"", null), again.Data.Cells["a"]);
        Assert.Equal(["b"], again.Data.Deleted);
        Assert.Equal(["c", "a"], again.Data.Order);
        Assert.Equal(["c"], again.Data.Ran);
        Assert.Equal(["heading"], again.Data.Visited);
        Assert.Equal(("cell-c", _time.GetUtcNow()), (again.Data.Place, again.Data.PlacedAt));
        Assert.True(again.Data.HasChanges);
    }

    [Theory]
    [InlineData("中")]
    [InlineData("a😀")]
    public void Of_a_notebook_with_the_longest_of_names_something_can_be_kept(string part)
    {
        var name = string.Concat(Enumerable.Repeat(part, 240 / System.Text.Encoding.UTF8.GetByteCount(part))) + ".ipynb";
        using (var reader = new ReaderNotebook(_data, _folder.File(name), _time)) reader.Visit("heading");

        using var again = new ReaderNotebook(_data, _folder.File(name), _time);
        Assert.Null(again.Problem);
        Assert.Equal(["heading"], again.Data.Visited);
    }

    [Fact]
    public void Nothing_is_written_before_there_is_something_to_keep()
    {
        using (Open())
        {
        }

        Assert.False(Directory.Exists(_data.Path));
    }

    [Fact]
    public void Changes_are_written_soon_and_together_even_while_more_are_coming()
    {
        using var reader = Open();
        for (var i = 0; i < 10; i++)
        {
            Assert.False(System.IO.File.Exists(File));
            reader.Visit($"{i}");
            _time.Advance(ReaderNotebook.WriteDelay / 10);
        }

        Assert.True(System.IO.File.Exists(File));
        using var other = Open();
        Assert.Equal(10, other.Data.Visited.Count);
    }

    [Fact]
    public void What_is_kept_is_readable_by_its_user_only_and_lies_in_no_folder_of_notebooks()
    {
        using (var reader = Open()) reader.Visit("x");
        if (OperatingSystem.IsWindows()) return;
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, System.IO.File.GetUnixFileMode(File));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, System.IO.File.GetUnixFileMode(_data.Path));
        Assert.Empty(Directory.GetFiles(_data.Path, "*.part"));
    }

    [Fact]
    public void Two_servers_do_not_undo_what_the_other_has_kept()
    {
        using var first = Open();
        using var second = Open();
        first.Visit("first");
        _time.Advance(ReaderNotebook.WriteDelay);
        second.Visit("second");
        _time.Advance(ReaderNotebook.WriteDelay);
        first.Visit("third");
        first.Change(data => data with { Visited = data.Visited.Remove("first") });
        _time.Advance(ReaderNotebook.WriteDelay);
        using var third = Open();
        Assert.Equal(["second", "third"], third.Data.Visited.Order());
    }

    [Fact]
    public async Task Many_servers_that_write_at_once_lose_nothing()
    {
        var readers = Enumerable.Range(0, 8).Select(_ => Open()).ToArray();
        await Task.WhenAll(readers.Index().Select(reader => Task.Run(
            () =>
            {
                reader.Item.Visit($"{reader.Index}");
                reader.Item.Dispose();
            },
            TestContext.Current.CancellationToken)));
        using var last = Open();
        Assert.Equal(8, last.Data.Visited.Count);
    }

    [Theory]
    [InlineData("{ \"version\": 1, \"cells\": { \"a\"")]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{ \"version\": 2 }")]
    [InlineData("{ \"version\": 1, \"cells\": null }")]
    [InlineData("{ \"version\": 1, \"cells\": { \"a\": null } }")]
    [InlineData("{ \"version\": 1, \"ran\": [null] }")]
    [InlineData("{ \"version\": 1, \"cells\": { \"a\": { \"kind\": \"Song\", \"source\": \"\" } } }")]
    public void A_file_that_cannot_be_understood_is_set_aside_and_the_reader_is_told(string text)
    {
        Directory.CreateDirectory(_data.Path);
        System.IO.File.WriteAllText(File, text);
        using (var reader = Open())
        {
            Assert.False(reader.Data.HasChanges);
            Assert.Contains("was set aside", reader.Problem, StringComparison.Ordinal);
            reader.Visit("x");
        }

        var aside = Assert.Single(Directory.GetFiles(_data.Path, "*set-aside*"));
        Assert.Equal(text, System.IO.File.ReadAllText(aside));
        using var again = Open();
        Assert.Null(again.Problem);
        Assert.Equal(["x"], again.Data.Visited);
    }

    [Fact]
    public void A_folder_that_cannot_be_written_is_told_and_tried_again()
    {
        System.IO.File.WriteAllText(_data.Path, "a file where the folder should be");
        using var reader = Open();
        var told = 0;
        reader.ProblemChanged += () => told++;
        reader.Visit("x");
        _time.Advance(ReaderNotebook.WriteDelay);
        Assert.Contains("could not be kept", reader.Problem, StringComparison.Ordinal);
        System.IO.File.Delete(_data.Path);
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Null(reader.Problem);
        Assert.Equal(2, told);
        Assert.Equal("x", (string?)JsonNode.Parse(System.IO.File.ReadAllText(File))!["visited"]![0]);
    }

    [Fact]
    public void Notebooks_of_one_name_in_two_folders_are_kept_apart() =>
        Assert.NotEqual(_data.FileOf(_folder.File("a/lesson.ipynb")), _data.FileOf(_folder.File("b/lesson.ipynb")));

    private ReaderNotebook Open() => new(_data, _notebook, _time);
}
