using Jupyter.Documents;

namespace Course.Running;

/// <summary>The outputs of a notebook's cell, all of them kept. Not safe for use from several threads.</summary>
internal sealed class CellOutputs(Cell cell) : IOutputTarget
{
    private readonly Dictionary<string, List<int>> _displays = [];

    public void Write(string stream, string text)
    {
        if (cell.Outputs.LastOrDefault() is StreamOutput last && last.Name == stream)
            cell.Outputs[^1] = last with { Text = last.Text + text };
        else
            cell.Outputs.Add(new StreamOutput(stream, text));
    }

    public void Show(Output output, string? displayId)
    {
        if (displayId is not null)
        {
            if (!_displays.TryGetValue(displayId, out var places)) _displays[displayId] = places = [];
            places.Add(cell.Outputs.Count);
        }

        cell.Outputs.Add(output);
    }

    public void Update(string displayId, DisplayOutput output)
    {
        foreach (var place in _displays.GetValueOrDefault(displayId) ?? [])
            if (cell.Outputs[place] is DisplayOutput shown) cell.Outputs[place] = shown.Updated(output);
    }

    public void Clear()
    {
        cell.Outputs.Clear();
        _displays.Clear();
    }
}
