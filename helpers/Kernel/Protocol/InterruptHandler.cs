using System.Text.Json.Nodes;
using CSharpKernel.Language;
using Jupyter.Messaging;

namespace CSharpKernel.Protocol;

/// <summary>Stops the cell that runs.</summary>
internal sealed class InterruptHandler(ILanguageSession session) : IRequestHandler
{
    public string Type => "interrupt";

    public JsonObject Handle(Message request)
    {
        session.Interrupt();
        return new JsonObject { ["status"] = "ok" };
    }
}
