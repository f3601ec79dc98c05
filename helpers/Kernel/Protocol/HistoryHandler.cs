using System.Text.Json.Nodes;
using CSharpKernel.Protocol.History;

namespace CSharpKernel.Protocol;

/// <summary>Tells what was run, in this session and in earlier ones.</summary>
internal sealed class HistoryHandler(CellHistory history) : IRequestHandler
{
    private const int DefaultCount = 10;

    public string Type => "history_request";

    public JsonObject Handle(Request request)
    {
        var content = request.Message.Content;
        var withOutput = content["output"]?.GetValue<bool>() ?? false;
        var count = content["n"]?.GetValue<int>();
        var entries = (string?)content["hist_access_type"] switch
        {
            "tail" => history.Tail(count ?? DefaultCount),
            "range" => history.Range(
                content["session"]?.GetValue<int>() ?? 0, content["start"]?.GetValue<int>() ?? 1, content["stop"]?.GetValue<int>()),
            "search" => history.Search(
                (string?)content["pattern"] ?? "*", count, content["unique"]?.GetValue<bool>() ?? false),
            _ => [],
        };
        return new JsonObject
        {
            ["status"] = "ok",
            ["history"] = new JsonArray([.. entries.Select(entry => (JsonNode)new JsonArray(
                entry.Session, entry.Line, withOutput ? new JsonArray(entry.Input, entry.Output) : entry.Input))]),
        };
    }
}
