using System.Text.Json.Nodes;

namespace CSharpKernel.Protocol;

/// <summary>Stops the cell that runs, and those that wait.</summary>
internal sealed class InterruptHandler(Interruption interruption) : IRequestHandler
{
    public string Type => "interrupt_request";

    public JsonObject Handle(Request request)
    {
        interruption.Interrupt();
        return new JsonObject { ["status"] = "ok" };
    }
}
