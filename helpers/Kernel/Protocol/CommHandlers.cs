using System.Text.Json.Nodes;

namespace CSharpKernel.Protocol;

/// <summary>Says which comms, the channels of widgets, are open: none, since this kernel has no targets for them.</summary>
internal sealed class CommInfoHandler : IRequestHandler
{
    public string Type => "comm_info_request";

    public JsonObject Handle(Request request) => new() { ["status"] = "ok", ["comms"] = new JsonObject() };
}

/// <summary>Closes a comm that a front end opens at once, as a kernel does that has no such target.</summary>
internal sealed class CommOpenHandler(OutputChannel output) : IRequestHandler
{
    public string Type => "comm_open";

    public JsonObject? Handle(Request request)
    {
        output.Publish(
            "comm_close",
            new JsonObject { ["comm_id"] = request.Message.Content["comm_id"]?.DeepClone(), ["data"] = new JsonObject() },
            request.Message.Header);
        return null;
    }
}

/// <summary>Ignores what concerns a comm that is closed already.</summary>
internal sealed class ClosedCommHandler(string type) : IRequestHandler
{
    public string Type => type;

    public JsonObject? Handle(Request request) => null;
}
