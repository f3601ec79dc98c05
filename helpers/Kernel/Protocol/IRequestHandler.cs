using System.Text.Json.Nodes;

namespace CSharpKernel.Protocol;

/// <summary>Answers requests of one type.</summary>
internal interface IRequestHandler
{
    /// <summary>The type of the messages that it handles.</summary>
    string Type { get; }

    /// <summary>Does what the request asks for.</summary>
    /// <returns>The content of the reply; null where the protocol has none.</returns>
    JsonObject? Handle(Request request);
}
