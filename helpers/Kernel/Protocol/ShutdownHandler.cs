using System.Text.Json.Nodes;

namespace CSharpKernel.Protocol;

/// <summary>Agrees to end. The server ends the kernel when the reply is out.</summary>
internal sealed class ShutdownHandler : IRequestHandler
{
    public string Type => "shutdown_request";

    public JsonObject Handle(Request request) =>
        new() { ["status"] = "ok", ["restart"] = request.Message.Content["restart"]?.GetValue<bool>() ?? false };
}
