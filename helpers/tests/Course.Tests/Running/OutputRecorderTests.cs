using System.Text.Json.Nodes;
using Course.Running;
using Jupyter.Documents;
using Jupyter.Messaging;

namespace Course.Tests.Running;

public sealed class OutputRecorderTests
{
    private readonly OutputRecorder _recorder = new();
    private readonly Cell _first;
    private readonly Cell _second;

    public OutputRecorderTests()
    {
        var notebook = Notebook.Parse(NotebookFolder.Json([NotebookFolder.Code("a", "1"), NotebookFolder.Code("b", "2")]).ToJsonString());
        (_first, _second) = (notebook.Cells[0], notebook.Cells[1]);
    }

    [Fact]
    public void Text_that_follows_text_of_the_same_stream_is_joined()
    {
        Stream("stdout", "a");
        Stream("stdout", "b");
        Stream("stderr", "c");
        Stream("stdout", "d");
        Assert.Equal(
            [new StreamOutput("stdout", "ab"), new StreamOutput("stderr", "c"), new StreamOutput("stdout", "d")],
            _first.Outputs.Cast<StreamOutput>());
    }

    [Fact]
    public void An_update_changes_a_display_wherever_it_stands()
    {
        Display("display_data", _first, "id", "old");
        Display("display_data", _first, "other", "kept");
        Display("display_data", _second, "id", "old");
        Display("update_display_data", _second, "id", "new");
        Display("update_display_data", _second, "unknown", "nowhere");
        Assert.Equal(["new", "kept"], _first.Outputs.Select(Text));
        Assert.Equal(["new"], _second.Outputs.Select(Text));
    }

    [Fact]
    public void Clearing_removes_what_is_there_at_once_or_when_the_next_comes()
    {
        Display("display_data", _first, "id", "a");
        Record(_first, "clear_output", new JsonObject { ["wait"] = true });
        Assert.Single(_first.Outputs);
        Stream("stdout", "b");
        Assert.Equal(new StreamOutput("stdout", "b"), Assert.Single(_first.Outputs));
        Record(_first, "clear_output", new JsonObject { ["wait"] = false });
        Assert.Empty(_first.Outputs);
        Display("update_display_data", _first, "id", "too late");
        Assert.Empty(_first.Outputs);
    }

    private static string? Text(Output output) => ((DisplayOutput)output).Data.Text("text/plain");

    private void Stream(string name, string text) => Record(_first, "stream", new JsonObject { ["name"] = name, ["text"] = text });

    private void Display(string type, Cell cell, string id, string text) => Record(cell, type, new JsonObject
    {
        ["data"] = new JsonObject { ["text/plain"] = text },
        ["metadata"] = new JsonObject(),
        ["transient"] = new JsonObject { ["display_id"] = id },
    });

    private void Record(Cell cell, string type, JsonObject content) =>
        _recorder.Record(cell, new Message { Header = MessageHeader.Create(type, "session"), Content = content });
}
