using System.Text.Json.Nodes;

namespace CSharpKernel.Protocol;

/// <summary>Answers that there is nothing of what the request asks for.</summary>
internal sealed class EmptyHandler(string type, Func<Request, JsonObject> reply) : IRequestHandler
{
    public string Type => type;

    public JsonObject Handle(Request request)
    {
        var content = reply(request);
        content["status"] = "ok";
        return content;
    }

    /// <summary>The requests that this kernel has no answers to yet.</summary>
    public static IEnumerable<EmptyHandler> All =>
    [
        new("complete", static request => new JsonObject
        {
            ["matches"] = new JsonArray(),
            ["cursor_start"] = request.Message.Content["cursor_pos"]?.GetValue<int>() ?? 0,
            ["cursor_end"] = request.Message.Content["cursor_pos"]?.GetValue<int>() ?? 0,
            ["metadata"] = new JsonObject(),
        }),
        new("inspect", static _ => new JsonObject
        {
            ["found"] = false,
            ["data"] = new JsonObject(),
            ["metadata"] = new JsonObject(),
        }),
        new("history", static _ => new JsonObject { ["history"] = new JsonArray() }),
        new("comm_info", static _ => new JsonObject { ["comms"] = new JsonObject() }),
    ];
}
