using System.Text.Json.Nodes;
using CSharpKernel.Language;
using Jupyter.Messaging;

namespace CSharpKernel.Protocol;

/// <summary>Tells what the name at the cursor means.</summary>
internal sealed class InspectHandler(ILanguageSession session) : IRequestHandler
{
    public string Type => "inspect_request";

    public JsonObject Handle(Request request)
    {
        var content = request.Message.Content;
        var code = content["code"]?.GetValue<string>() ?? "";
        var cursor = content["cursor_pos"]?.GetValue<int>() ?? int.MaxValue;
        var detailed = content["detail_level"]?.GetValue<int>() is > 0;
        var found = session.Inspect(code, CodePoints.ToUtf16(code, cursor), detailed, request.Interrupt);
        return new JsonObject
        {
            ["status"] = "ok",
            ["found"] = found is not null,
            ["data"] = found?.ToJson() ?? [],
            ["metadata"] = new JsonObject(),
        };
    }
}
