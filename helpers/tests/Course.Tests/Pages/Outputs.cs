using System.Text.Json.Nodes;
using Jupyter.Documents;

namespace Course.Tests.Pages;

/// <summary>Outputs for tests.</summary>
internal static class Outputs
{
    public static DisplayOutput Display(params (string Type, string Text)[] data) => new(
        MimeBundle.FromJson(new JsonObject(data.Select(item => KeyValuePair.Create(item.Type, (JsonNode?)item.Text)))), []);
}
