using System.Text.Json.Nodes;
using Jupyter.Messaging;

namespace CSharpKernel.Protocol;

/// <summary>Ends the kernel, once the reply is out.</summary>
internal sealed class ShutdownHandler(Action shutDown) : IRequestHandler
{
    public string Type => "shutdown";

    public JsonObject Handle(Message request)
    {
        shutDown();
        return new JsonObject { ["status"] = "ok", ["restart"] = request.Content["restart"]?.GetValue<bool>() ?? false };
    }
}
