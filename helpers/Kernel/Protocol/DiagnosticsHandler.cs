using System.Text.Json.Nodes;
using CSharpKernel.Language;
using Jupyter.Intelligence;

namespace CSharpKernel.Protocol;

/// <summary>
/// Tells what is wrong with a cell that is being typed. The protocol has no such request; one of its own gives what editors
/// underline. Positions are counted in code points, like the protocol's own.
/// </summary>
internal sealed class DiagnosticsHandler(ILanguageSession session) : IRequestHandler
{
    public string Type => "diagnostics_request";

    public JsonObject Handle(Request request)
    {
        var typing = TypingRequest.Read(request);

        // A question about a name is a cell, but no C#.
        var diagnostics = HelpRequest.Parse(typing.Code) is null ? session.Diagnose(typing.Draft, request.Interrupt) : [];
        return new JsonObject
        {
            ["status"] = "ok",
            ["diagnostics"] = new JsonArray([.. diagnostics.Select(diagnostic => new JsonObject
            {
                ["start"] = typing.FromUtf16(diagnostic.Start),
                ["end"] = typing.FromUtf16(diagnostic.End),
                ["severity"] = diagnostic.Severity switch
                {
                    DiagnosticSeverity.Error => "error",
                    DiagnosticSeverity.Warning => "warning",
                    _ => "information",
                },
                ["code"] = diagnostic.Code,
                ["message"] = diagnostic.Message,
                ["help_link"] = diagnostic.Link,
            })]),
        };
    }
}
