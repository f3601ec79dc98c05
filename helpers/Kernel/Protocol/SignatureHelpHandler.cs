using System.Text.Json.Nodes;
using CSharpKernel.Language;

namespace CSharpKernel.Protocol;

/// <summary>
/// Tells what can be called where the cursor is among arguments. The protocol has no such request; one of its own gives what
/// editors show.
/// </summary>
internal sealed class SignatureHelpHandler(ILanguageSession session) : IRequestHandler
{
    public string Type => "signature_help_request";

    public JsonObject Handle(Request request)
    {
        var typing = TypingRequest.Read(request);
        var help = session.FindSignatures(typing.Draft, typing.Position, request.Interrupt);
        return new JsonObject
        {
            ["status"] = "ok",
            ["signatures"] = new JsonArray([.. (help?.Signatures ?? []).Select(signature => new JsonObject
            {
                ["label"] = signature.Label,
                ["documentation"] = signature.Documentation,
                ["parameters"] = new JsonArray([.. signature.Parameters.Select(parameter => new JsonObject
                {
                    ["label"] = parameter.Label,
                    ["documentation"] = parameter.Documentation,
                })]),
            })]),
            ["active_signature"] = help?.ActiveSignature,
            ["active_parameter"] = help?.ActiveParameter,
        };
    }
}
