using System.Text.Json.Nodes;
using CSharpKernel.Language;

namespace CSharpKernel.Protocol;

/// <summary>Says what can be written where the cursor is.</summary>
internal sealed class CompleteHandler(ILanguageSession session) : IRequestHandler
{
    public string Type => "complete_request";

    public JsonObject Handle(Request request)
    {
        var typing = TypingRequest.Read(request);
        var completions = session.Complete(typing.Draft, typing.Position, request.Interrupt);
        var (start, end) = (typing.FromUtf16(completions.Start), typing.FromUtf16(completions.End));
        return new JsonObject
        {
            ["status"] = "ok",
            ["matches"] = new JsonArray([.. completions.Choices.Select(choice => JsonValue.Create(choice.Text))]),
            ["cursor_start"] = start,
            ["cursor_end"] = end,
            ["metadata"] = new JsonObject
            {
                // As IPython's kernel has it, which front ends know to show.
                ["_jupyter_types_experimental"] = new JsonArray([.. completions.Choices.Select(choice => new JsonObject
                {
                    ["start"] = start,
                    ["end"] = end,
                    ["text"] = choice.Text,
                    ["type"] = choice.Kind,
                    ["signature"] = choice.Signature,
                })]),
            },
        };
    }
}
