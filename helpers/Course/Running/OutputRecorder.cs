using System.Text.Json.Nodes;
using Jupyter.Documents;
using Jupyter.Messaging;

namespace Course.Running;

/// <summary>
/// Turns what a kernel publishes into the outputs of cells, as front ends do: a display that is updated changes in whatever
/// cell it stands, and to clear may wait until the next output comes. Safe to use from any thread.
/// </summary>
internal sealed class OutputRecorder
{
    private readonly Lock _lock = new();
    private readonly HashSet<IOutputTarget> _targets = [];
    private readonly HashSet<IOutputTarget> _toClear = [];
    private readonly Dictionary<Cell, CellOutputs> _cells = [];

    public void Record(Cell cell, Message message) => Record(OutputsOf(cell), message);

    public void Record(IOutputTarget target, Message message)
    {
        lock (_lock)
        {
            _targets.Add(target);
            switch (message.Type)
            {
                case "stream":
                    Write(target, (string?)message.Content["name"] ?? "stdout", (string?)message.Content["text"] ?? "");
                    break;
                case "display_data":
                case "execute_result":
                    Show(target, Display(message), DisplayId(message));
                    break;
                case "update_display_data" when DisplayId(message) is { } id:
                    foreach (var other in _targets) other.Update(id, Display(message));
                    break;
                case "error":
                    Show(target, Error(message.Content));
                    break;
                case "clear_output" when (bool?)message.Content["wait"] ?? false:
                    _toClear.Add(target);
                    break;
                case "clear_output":
                    Clear(target);
                    break;
            }
        }
    }

    public void Add(Cell cell, Output output) => Add(OutputsOf(cell), output);

    public void Add(IOutputTarget target, Output output)
    {
        lock (_lock) Show(target, output);
    }

    public void Write(IOutputTarget target, string stream, string text)
    {
        lock (_lock)
        {
            ClearIfAsked(target);
            target.Write(stream, text);
        }
    }

    /// <summary>Removes all output of a cell, which is run anew.</summary>
    public void Clear(IOutputTarget target)
    {
        lock (_lock)
        {
            _toClear.Remove(target);
            target.Clear();
        }
    }

    public static ErrorOutput Error(JsonObject content) => new(
        (string?)content["ename"] ?? "",
        (string?)content["evalue"] ?? "",
        [.. (content["traceback"] as JsonArray ?? []).Select(line => (string?)line ?? "")]);

    private static DisplayOutput Display(Message message) => new(
        MimeBundle.FromJson(message.Content["data"]),
        (JsonObject)(message.Content["metadata"]?.DeepClone() ?? new JsonObject()),
        (int?)message.Content["execution_count"],
        IsResult: message.Type == "execute_result");

    private static string? DisplayId(Message message) => (string?)message.Content["transient"]?["display_id"];

    private CellOutputs OutputsOf(Cell cell)
    {
        lock (_lock)
        {
            if (!_cells.TryGetValue(cell, out var outputs)) _cells[cell] = outputs = new CellOutputs(cell);
            return outputs;
        }
    }

    private void Show(IOutputTarget target, Output output, string? displayId = null)
    {
        ClearIfAsked(target);
        target.Show(output, displayId);
    }

    private void ClearIfAsked(IOutputTarget target)
    {
        if (_toClear.Remove(target)) target.Clear();
    }
}
