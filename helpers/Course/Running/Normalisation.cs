using System.Text.RegularExpressions;
using Jupyter.Documents;

namespace Course.Running;

/// <summary>
/// Removes from an executed notebook what differs from run to run and says nothing: so that a saved notebook differs from
/// the one before only where a lesson's outcome does.
/// </summary>
internal static partial class Normalisation
{
    /// <summary>Where front ends note in a cell's metadata when it ran.</summary>
    private static readonly string[] Timings = ["execution", "ExecuteTime"];

    private const string Html = "text/html";

    public static void Apply(Notebook notebook)
    {
        var ids = new Dictionary<string, string>();
        foreach (var cell in notebook.Cells)
        {
            foreach (var name in Timings) cell.Metadata.Remove(name);
            for (var i = 0; i < cell.Outputs.Count; i++)
                if (cell.Outputs[i] is DisplayOutput display && display.Data.Types.Contains(Html))
                    cell.Outputs[i] = display with { Data = Renumber(display.Data, ids) };
        }
    }

    /// <summary>Numbers the random ids by which kernels tell the elements of their HTML apart, also where it is shown as text.</summary>
    private static MimeBundle Renumber(MimeBundle data, Dictionary<string, string> ids) =>
        data.Select(Html, text => Renumber(text, ids)).Select("text/plain", text => Renumber(text, ids));

    private static string Renumber(string html, Dictionary<string, string> ids) => RandomId().Replace(html, match =>
    {
        if (!ids.TryGetValue(match.Value, out var id))
            ids[match.Value] = id = new Guid(ids.Count + 1, 0, 0, new byte[8]).ToString(match.Value.Length > 32 ? "D" : "N");
        return id;
    });

    [GeneratedRegex(@"\b[0-9a-f]{8}(-?)[0-9a-f]{4}\1[0-9a-f]{4}\1[0-9a-f]{4}\1[0-9a-f]{12}\b")]
    private static partial Regex RandomId();
}
