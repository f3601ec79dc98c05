using System.Text.Json.Nodes;
using Jupyter.Documents;
using Jupyter.Messaging;

namespace Course.Running;

/// <summary>
/// Turns what a kernel publishes into the outputs of cells, as front ends do: text that follows text is joined, and a
/// display that is updated changes wherever it stands. Safe to use from any thread.
/// </summary>
internal sealed class OutputRecorder
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, List<(Cell Cell, int Index)>> _displays = [];
    private readonly HashSet<Cell> _toClear = [];

    public void Record(Cell cell, Message message)
    {
        lock (_lock)
        {
            switch (message.Type)
            {
                case "stream":
                    AddText(cell, (string?)message.Content["name"] ?? "stdout", (string?)message.Content["text"] ?? "");
                    break;
                case "display_data":
                case "execute_result":
                    Remember(message.Content, cell);
                    Add(cell, Display(message));
                    break;
                case "update_display_data":
                    Update(message);
                    break;
                case "error":
                    Add(cell, Error(message.Content));
                    break;
                case "clear_output" when (bool?)message.Content["wait"] ?? false:
                    _toClear.Add(cell);
                    break;
                case "clear_output":
                    Clear(cell);
                    break;
            }
        }
    }

    public void Add(Cell cell, Output output)
    {
        lock (_lock)
        {
            ClearIfAsked(cell);
            cell.Outputs.Add(output);
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

    private void AddText(Cell cell, string name, string text)
    {
        ClearIfAsked(cell);
        if (cell.Outputs.LastOrDefault() is StreamOutput last && last.Name == name)
            cell.Outputs[^1] = last with { Text = last.Text + text };
        else
            cell.Outputs.Add(new StreamOutput(name, text));
    }

    private void Remember(JsonObject content, Cell cell)
    {
        ClearIfAsked(cell);
        if ((string?)content["transient"]?["display_id"] is not { } id) return;
        if (!_displays.TryGetValue(id, out var places)) _displays[id] = places = [];
        places.Add((cell, cell.Outputs.Count));
    }

    private void Update(Message message)
    {
        if ((string?)message.Content["transient"]?["display_id"] is not { } id) return;
        foreach (var (cell, index) in _displays.GetValueOrDefault(id) ?? [])
            if (cell.Outputs[index] is DisplayOutput shown)
                cell.Outputs[index] = Display(message) with { IsResult = shown.IsResult, ExecutionCount = shown.ExecutionCount };
    }

    private void ClearIfAsked(Cell cell)
    {
        if (_toClear.Remove(cell)) Clear(cell);
    }

    private void Clear(Cell cell)
    {
        cell.Outputs.Clear();
        foreach (var places in _displays.Values) places.RemoveAll(place => place.Cell == cell);
    }
}
