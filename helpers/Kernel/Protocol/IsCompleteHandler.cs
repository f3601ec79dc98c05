using System.Text.Json.Nodes;
using CSharpKernel.Language;

namespace CSharpKernel.Protocol;

/// <summary>Says whether a console should run what was typed or wait for more.</summary>
internal sealed class IsCompleteHandler(ILanguageSession session) : IRequestHandler
{
    public string Type => "is_complete_request";

    public JsonObject Handle(Request request)
    {
        var code = request.Message.Content["code"]?.GetValue<string>() ?? "";
        try
        {
            return session.GetCompleteness(code) switch
            {
                Completeness.Complete => new JsonObject { ["status"] = "complete" },
                Completeness.Invalid => new JsonObject { ["status"] = "invalid" },
                _ => new JsonObject { ["status"] = "incomplete", ["indent"] = session.GetIndentation(code) },
            };
        }
        catch (Exception e)
        {
            // The only reply that the protocol has for this.
            Log.Warn($"{Type} failed: {e}");
            return new JsonObject { ["status"] = "unknown" };
        }
    }
}
