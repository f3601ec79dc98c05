using System.Text.Json.Nodes;
using Jupyter.Messaging;

namespace CSharpKernel.Protocol;

/// <summary>Stops the cell that runs.</summary>
internal sealed class InterruptHandler(ExecuteHandler execute) : IRequestHandler
{
    public string Type => "interrupt";

    public JsonObject Handle(Message request)
    {
        execute.Interrupt();
        return new JsonObject { ["status"] = "ok" };
    }
}
