using System.Text.Json.Nodes;
using Course.Sessions;
using Jupyter.Documents;

namespace Course.Tests.Sessions;

public sealed class OutputLogTests : IDisposable
{
    private readonly NotebookFolder _folder = new();
    private readonly SpoolFolder _files;
    private int _changes;

    public OutputLogTests() => _files = new SpoolFolder(_folder.Path);

    public void Dispose()
    {
        _files.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Text_of_one_stream_is_joined_and_a_view_stays_as_it_was()
    {
        using var log = Log();
        log.Write("stdout", "a");
        var before = log.View;
        log.Write("stdout", "b\n");
        log.Write("stderr", "c");
        log.Show(Value("d"), null);
        log.Write("stdout", "e");
        Assert.Equal(["a"], Texts(before));
        Assert.Equal(["ab\n", "c", "d", "e"], Texts(log.View));
        Assert.Equal(5, _changes);
        Assert.Equal(5, log.View.Version);
        Assert.Same(log.View, log.View);
    }

    [Fact]
    public void What_has_not_changed_is_the_same_object_in_the_next_view()
    {
        using var log = Log();
        log.Write("stdout", Lines(0, 1_000));
        log.Show(Value("x"), "id");
        log.Write("stdout", "tail");
        var before = log.View.Items;
        log.Write("stdout", " grows");
        var after = log.View.Items;
        Assert.Equal(before.Count, after.Count);
        Assert.True(before.Count > 10);
        Assert.All(Enumerable.Range(0, before.Count - 1), i => Assert.Same(before[i], after[i]));
        Assert.NotSame(before[^1], after[^1]);
        Assert.Equal(before[^1].Id, after[^1].Id);
        Assert.Equal(Lines(0, 1_000) + "x" + "tail grows", string.Concat(Texts(log.View)));
    }

    [Fact]
    public void Long_text_comes_in_chunks_of_whole_lines_which_continue_each_other()
    {
        using var log = Log();
        log.Write("stdout", Lines(0, 1_000));
        log.Write("stderr", "apart");
        var items = log.View.Items;
        Assert.All(items.SkipLast(1), item => Assert.EndsWith("\n", ((StreamOutput)item.Output).Text, StringComparison.Ordinal));
        Assert.Equal([false, .. Enumerable.Repeat(true, items.Count - 2), false], items.Select(item => item.Continues));
        Assert.Equal(items.Count, items.Select(item => item.Id).Distinct().Count());
    }

    [Fact]
    public void A_chunk_begins_in_the_colours_that_the_one_before_it_ends_in()
    {
        using var log = Log();
        log.Write("stdout", "\e[1m\e[0mplain \e[31m\e[1m" + Lines(0, 100) + "\e[0;4m" + Lines(100, 100) + "\e[m" + Lines(200, 150));
        Assert.Equal(["", "\e[31m\e[1m", "\e[0;4m", ""], log.View.Items.Select(item => item.Style));
        log.Write("stderr", "\e[31m");
        Assert.Equal("", log.View.Items[^1].Style);
    }

    [Fact]
    public void A_line_that_never_ends_is_cut_between_characters_and_escape_sequences()
    {
        using var log = Log();
        var text = new string('a', 16 * 1024 - 20) + "\e[38;5;208m" + string.Concat(Enumerable.Repeat("👍", 16 * 1024));
        log.Write("stdout", text);
        var chunks = Texts(log.View);
        Assert.Equal(text, string.Concat(chunks));
        Assert.True(chunks.Count > 2);
        Assert.StartsWith("\e[38;5;208m", chunks[1], StringComparison.Ordinal);
        Assert.All(chunks, chunk => Assert.False(char.IsHighSurrogate(chunk[^1])));
    }

    [Fact]
    public void Of_a_line_that_is_written_over_the_last_writing_is_kept()
    {
        using var log = Log();
        log.Write("stdout", "kept\n");
        for (var i = 0; i < 100_000; i++) log.Write("stdout", $"\r{i} of 100000");
        Assert.Equal(["kept\n99999 of 100000"], Texts(log.View));
        log.Write("stdout", "\r");
        log.Write("stdout", "\nnext\r\nlast");
        Assert.Equal("kept\n99999 of 100000\r\nnext\r\nlast", Assert.Single(Texts(log.View)));
        log.Write("stdout", "\rover");
        Assert.Equal("kept\n99999 of 100000\r\nnext\r\nover", Assert.Single(Texts(log.View)));
    }

    [Fact]
    public void Of_a_million_lines_the_last_are_held_and_all_are_in_the_file()
    {
        using var log = Log();
        for (var i = 0; i < 1_000_000; i += 1_000) log.Write("stdout", Lines(i, 1_000));
        var view = log.View;
        var shown = string.Concat(Texts(view)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.InRange(shown.Length, 2_000, 2_100);
        Assert.Equal("line 999999", shown[^1]);
        Assert.Equal(1_000_000, view.OmittedLines + shown.Length);
        Assert.InRange(view.Items.Count, 1, 50);

        using var reader = new StreamReader(log.OpenText());
        for (var i = 0; i < 1_000_000; i++)
            if (reader.ReadLine() != $"line {i}") Assert.Fail($"Line {i} is wrong.");
        Assert.Null(reader.ReadLine());
    }

    [Fact]
    public void Of_one_huge_text_the_end_is_held_and_all_of_it_is_in_the_file()
    {
        using var log = Log();
        log.Write("stdout", "before\n");
        var text = Lines(0, 500_000);
        log.Write("stdout", text);
        Assert.InRange(string.Concat(Texts(log.View)).Length, 20_000, 256 * 1024 + 7);
        Assert.Equal(500_001, log.View.OmittedLines + Texts(log.View).Sum(chunk => chunk.Count(c => c == '\n')));
        using var reader = new StreamReader(log.OpenText());
        Assert.Equal("before\n" + text, reader.ReadToEnd());
    }

    [Fact]
    public void A_flood_of_text_does_not_wash_away_what_was_shown_beside_it()
    {
        using var log = Log();
        log.Show(Value("chart"), "chart");
        log.Write("stdout", Lines(0, 10_000));
        log.Update("chart", Value("chart at its end"));
        Assert.Equal("chart at its end", Texts(log.View)[0]);
        Assert.Equal(0, log.View.OmittedDisplays);
    }

    [Fact]
    public void Of_many_values_the_last_are_held()
    {
        using var log = Log(new OutputLimits { Displays = 10 });
        for (var i = 0; i < 25; i++) log.Show(Value($"{i}"), $"{i}");
        Assert.Equal(Enumerable.Range(15, 10).Select(i => $"{i}"), Texts(log.View));
        Assert.Equal(15, log.View.OmittedDisplays);
        var version = log.View.Version;
        log.Update("3", Value("of one that is gone"));
        Assert.Equal(version, log.View.Version);
        using var reader = new StreamReader(log.OpenText());
        Assert.Equal(Enumerable.Range(0, 25), reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse));
    }

    [Fact]
    public void Of_large_values_fewer_are_held_but_always_the_last()
    {
        using var log = Log(new OutputLimits { DisplayCharacters = 100 });
        log.Show(Value(new string('a', 60)), null);
        log.Show(Value(new string('b', 60)), null);
        Assert.Equal([new string('b', 60)], Texts(log.View));
        log.Show(Value(new string('c', 1_000)), null);
        Assert.Equal([new string('c', 1_000)], Texts(log.View));
    }

    [Fact]
    public void An_update_changes_a_value_wherever_it_stands_and_a_result_stays_one()
    {
        using var log = Log();
        log.Show(Value("old"), "id");
        log.Show(Value("old") with { IsResult = true, ExecutionCount = 3 }, "id");
        var before = log.View;
        log.Update("id", Value("new"));
        log.Update("unknown", Value("nowhere"));
        Assert.Equal(["new", "new"], Texts(log.View));
        Assert.Equal(before.Items.Select(item => item.Id), log.View.Items.Select(item => item.Id));
        Assert.True(Assert.IsType<DisplayOutput>(log.View.Items[1].Output) is { IsResult: true, ExecutionCount: 3 });
        Assert.Equal(before.Version + 1, log.View.Version);
    }

    [Fact]
    public void A_file_holds_no_more_than_its_limit_and_says_so()
    {
        using var log = Log(new OutputLimits { Lines = 10, FileBytes = 1 << 20 });
        for (var i = 0; i < 200; i++) log.Write("stdout", new string('x', 10_000) + "\n");
        using var text = log.OpenText();
        Assert.InRange(text.Length, 1 << 20, (1 << 20) + 11_000);
        Assert.EndsWith("… more than 1 MB: the rest was not kept\n", new StreamReader(text).ReadToEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public void Where_no_file_can_be_written_the_last_part_is_held_all_the_same()
    {
        using var nowhere = new SpoolFolder(_folder.Write("a-file-where-a-folder-should-be"));
        using var log = new OutputLog(new OutputLimits(), nowhere, () => { });
        log.Write("stdout", Lines(0, 5_000));
        using var reader = new StreamReader(log.OpenText());
        Assert.EndsWith("line 4999\n", reader.ReadToEnd(), StringComparison.Ordinal);
        Assert.Equal(3_000, log.View.OmittedLines);
    }

    [Fact]
    public void To_clear_removes_all_and_the_file()
    {
        using var log = Log();
        log.Write("stdout", Lines(0, 5_000));
        Assert.Single(Directory.GetFiles(_folder.Path, "*.txt", SearchOption.AllDirectories));
        log.Clear();
        Assert.Empty(log.View.Items);
        Assert.False(log.View.IsCut);
        Assert.Empty(Directory.GetFiles(_folder.Path, "*.txt", SearchOption.AllDirectories));
        log.Write("stdout", "new");
        using var reader = new StreamReader(log.OpenText());
        Assert.Equal("new", reader.ReadToEnd());
    }

    [Fact]
    public void A_download_that_has_begun_goes_on_when_the_cell_is_run_again()
    {
        using var log = Log();
        log.Write("stdout", Lines(0, 5_000));
        using var reader = new StreamReader(log.OpenText());
        log.Clear();
        Assert.Equal(Lines(0, 5_000), reader.ReadToEnd());
    }

    [Fact]
    public void A_notebook_keeps_what_is_shown_and_says_what_is_left_out()
    {
        using var log = Log();
        log.Write("stdout", Lines(0, 5_000));
        log.Show(Value("x"), null);
        var outputs = log.ToOutputs();
        Assert.Equal(2, outputs.Count);
        var text = Assert.IsType<StreamOutput>(outputs[0]).Text;
        Assert.StartsWith("… 3,000 earlier lines are left out\nline 3000\n", text, StringComparison.Ordinal);
        Assert.EndsWith("line 4999\n", text, StringComparison.Ordinal);
    }

    private static DisplayOutput Value(string text) => new(MimeBundle.FromJson(new JsonObject { ["text/plain"] = text }), []);

    private static string Lines(int from, int count) =>
        string.Concat(Enumerable.Range(from, count).Select(i => $"line {i}\n"));

    private static List<string> Texts(OutputView view) => [.. view.Items.Select(item => item.Output is StreamOutput text
        ? text.Text
        : ((DisplayOutput)item.Output).Data.Text("text/plain")!)];

    private OutputLog Log(OutputLimits? limits = null) => new(limits ?? new OutputLimits(), _files, () => _changes++);
}
