using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Jupyter.Messaging;

/// <summary>A message of the Jupyter protocol, version 5.4, apart from how it travels. Immutable by convention.</summary>
public sealed record Message
{
    /// <summary>The protocol's version, as headers carry it.</summary>
    public const string ProtocolVersion = "5.4";

    /// <summary>
    /// The routing identities in front of the message: on a router socket whom it came from, on iopub its topic.
    /// </summary>
    public IReadOnlyList<byte[]> Identities { get; init; } = [];

    /// <summary>Who sent it, when, and of what type it is.</summary>
    public required MessageHeader Header { get; init; }

    /// <summary>The header of the request that caused it; <see langword="null"/> where there was none.</summary>
    public MessageHeader? Parent { get; init; }

    /// <summary>Anything beside the content.</summary>
    public JsonObject Metadata { get; init; } = [];

    /// <summary>The content, whose shape depends on the type.</summary>
    public JsonObject Content { get; init; } = [];

    /// <summary>Binary data behind the content.</summary>
    public IReadOnlyList<byte[]> Buffers { get; init; } = [];

    /// <summary>The type: <c>execute_request</c> and so on.</summary>
    [JsonIgnore]
    public string Type => Header.Type;
}
