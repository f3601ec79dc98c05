using System.Text.Json.Nodes;
using CSharpKernel.Language;

namespace CSharpKernel.Protocol;

/// <summary>Tells what the name at the cursor means.</summary>
internal sealed class InspectHandler(ILanguageSession session) : IRequestHandler
{
    public string Type => "inspect_request";

    public JsonObject Handle(Request request)
    {
        var typing = TypingRequest.Read(request);
        var detailed = request.Message.Content["detail_level"]?.GetValue<int>() is > 0;
        var found = session.Inspect(typing.Draft, typing.Position, detailed, request.Interrupt);
        return new JsonObject
        {
            ["status"] = "ok",
            ["found"] = found is not null,
            ["data"] = found?.ToJson() ?? [],
            ["metadata"] = new JsonObject(),
        };
    }
}
