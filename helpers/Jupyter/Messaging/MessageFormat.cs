using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using NetMQ;

namespace Jupyter.Messaging;

/// <summary>
/// Turns messages into signed ZeroMQ frames and back, as "The Wire Protocol" in the Jupyter client documentation says.
/// Safe to use from any thread.
/// </summary>
/// <param name="key">The key of the signatures; empty for unsigned messages.</param>
public sealed class MessageFormat(string key)
{
    private static readonly byte[] Delimiter = "<IDS|MSG>"u8.ToArray();
    private static readonly byte[] Empty = "{}"u8.ToArray();

    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // A name that an object has twice would otherwise be found only when the object is looked into.
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    private readonly byte[] _key = Encoding.UTF8.GetBytes(key);

    /// <summary>The frames of a message, as NetMQ sends them.</summary>
    public NetMQMessage Write(Message message)
    {
        var frames = WriteFrames(message);
        var written = new NetMQMessage(frames.Count);
        foreach (var frame in frames) written.Append(frame);
        return written;
    }

    /// <summary>The message in frames that NetMQ has received.</summary>
    /// <exception cref="MessageFormatException">The frames are no message, or are not signed with the key.</exception>
    public Message Read(NetMQMessage frames)
    {
        ArgumentNullException.ThrowIfNull(frames);
        return ReadFrames([.. frames.Select(frame => frame.ToByteArray())]);
    }

    /// <summary>The frames of a message.</summary>
    public IReadOnlyList<byte[]> WriteFrames(Message message)
    {
        ArgumentNullException.ThrowIfNull(message);
        byte[][] parts =
        [
            JsonSerializer.SerializeToUtf8Bytes(message.Header, Json),
            message.Parent is null ? Empty : JsonSerializer.SerializeToUtf8Bytes(message.Parent, Json),
            JsonSerializer.SerializeToUtf8Bytes(message.Metadata, Json),
            JsonSerializer.SerializeToUtf8Bytes(message.Content, Json),
        ];
        return [.. message.Identities, Delimiter, Encoding.ASCII.GetBytes(Sign(parts)), .. parts, .. message.Buffers];
    }

    /// <summary>The message in the frames.</summary>
    /// <exception cref="MessageFormatException">The frames are no message, or are not signed with the key.</exception>
    public Message ReadFrames(IEnumerable<byte[]> frames)
    {
        byte[][] parts = [.. frames];
        var delimiter = Array.FindIndex(parts, part => part.AsSpan().SequenceEqual(Delimiter));
        if (delimiter < 0 || parts.Length < delimiter + 6)
            throw new MessageFormatException("the frames of a message are missing");
        var signed = parts[(delimiter + 2)..(delimiter + 6)];
        if (!CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Sign(signed)), parts[delimiter + 1]))
            throw new MessageFormatException("the signature is wrong");
        try
        {
            return new Message
            {
                Identities = parts[..delimiter],
                Header = JsonSerializer.Deserialize<MessageHeader>(signed[0]) is { Id: not null, Type: not null } header
                    ? header
                    : throw new MessageFormatException("the header has no id or no type"),
                Parent = ReadParent(signed[1]),
                Metadata = ReadObject(signed[2]),
                Content = ReadObject(signed[3]),
                Buffers = parts[(delimiter + 6)..],
            };
        }
        catch (JsonException e)
        {
            throw new MessageFormatException($"a part is not JSON of the right shape: {e.Message}", e);
        }
    }

    private static MessageHeader? ReadParent(byte[] json) =>
        ReadObject(json) is { Count: > 0 } parent ? parent.Deserialize<MessageHeader>() : null;

    private static JsonObject ReadObject(byte[] json) =>
        JsonNode.Parse(json, documentOptions: Strict) as JsonObject ?? throw new MessageFormatException("a part is not a JSON object");

    private string Sign(byte[][] parts)
    {
        if (_key.Length == 0) return "";
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, _key);
        foreach (var part in parts) hmac.AppendData(part);
        return Convert.ToHexStringLower(hmac.GetHashAndReset());
    }
}
