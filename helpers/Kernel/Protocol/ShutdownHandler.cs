using System.Text.Json.Nodes;
using Jupyter.Messaging;

namespace CSharpKernel.Protocol;

/// <summary>Agrees to end. The server ends the kernel when the reply is out.</summary>
internal sealed class ShutdownHandler : IRequestHandler
{
    public string Type => "shutdown";

    public JsonObject Handle(Message request) =>
        new() { ["status"] = "ok", ["restart"] = request.Content["restart"]?.GetValue<bool>() ?? false };
}
