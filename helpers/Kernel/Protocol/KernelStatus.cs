using System.Text.Json.Nodes;
using Jupyter.Messaging;

namespace CSharpKernel.Protocol;

/// <summary>
/// Publishes whether the kernel is busy. Front ends show the last that they have heard: so when something was answered while
/// a cell runs, and that came to its end as each answer does, the cell is told of once more. Safe to use from any thread.
/// </summary>
internal sealed class KernelStatus(OutputChannel output)
{
    private readonly Lock _lock = new();
    private MessageHeader? _running;

    /// <summary>The kernel has started.</summary>
    public void Start() => Publish("starting", null);

    /// <summary>A request is being answered.</summary>
    /// <param name="request">The request.</param>
    /// <param name="inTurn">Whether it is one of those that are answered one after the other, as cells are.</param>
    public void Begin(MessageHeader request, bool inTurn)
    {
        lock (_lock)
        {
            if (inTurn) _running = request;
            Publish("busy", request);
        }
    }

    /// <summary>A request has been answered.</summary>
    public void End(MessageHeader request)
    {
        lock (_lock)
        {
            if (ReferenceEquals(request, _running)) _running = null;
            Publish("idle", request);
            if (_running is not null) Publish("busy", _running);
        }
    }

    private void Publish(string state, MessageHeader? parent) =>
        output.Publish("status", new JsonObject { ["execution_state"] = state }, parent);
}
