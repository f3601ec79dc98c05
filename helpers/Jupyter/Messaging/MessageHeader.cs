using System.Text.Json.Serialization;

namespace Jupyter.Messaging;

/// <summary>The header of a <see cref="Message"/>.</summary>
/// <param name="Id">Unique for each message.</param>
/// <param name="Session">The session of the sender.</param>
/// <param name="UserName">The sender's name.</param>
/// <param name="Date">When it was made, ISO 8601.</param>
/// <param name="Type">What it is.</param>
/// <param name="Version">The protocol's version that the sender speaks.</param>
public sealed record MessageHeader(
    [property: JsonPropertyName("msg_id")] string Id,
    [property: JsonPropertyName("session")] string Session,
    [property: JsonPropertyName("username")] string? UserName,
    [property: JsonPropertyName("date")] string? Date,
    [property: JsonPropertyName("msg_type")] string Type,
    [property: JsonPropertyName("version")] string? Version)
{
    /// <summary>A header for a new message of the given type, sent now.</summary>
    public static MessageHeader Create(string type, string session, string userName = "kernel") => new(
        Guid.NewGuid().ToString("N"),
        session,
        userName,
        DateTime.UtcNow.ToString("O", System.Globalization.CultureInfo.InvariantCulture),
        type,
        Message.ProtocolVersion);
}
