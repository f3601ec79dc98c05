using System.Text.Json.Nodes;

namespace CSharpKernel.Protocol;

/// <summary>Stops the cell that runs, and those that wait.</summary>
internal sealed class InterruptHandler(KernelSockets sockets) : IRequestHandler
{
    public string Type => "interrupt_request";

    public JsonObject Handle(Request request)
    {
        sockets.Interrupt();
        return new JsonObject { ["status"] = "ok" };
    }
}
