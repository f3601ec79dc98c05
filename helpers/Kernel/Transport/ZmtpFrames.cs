using System.Buffers.Binary;
using System.Text;

namespace CSharpKernel.Transport;

/// <summary>The bytes of ZMTP 3.0, ZeroMQ's protocol over TCP: https://rfc.zeromq.org/spec/23/.</summary>
internal static class ZmtpFrames
{
    public const int GreetingLength = 64;

    /// <summary>How long a message may be, far longer than any that makes sense: who sends more is sent away.</summary>
    public const int MaximalMessage = 1 << 28;

    public const byte More = 1;
    public const byte Long = 2;
    public const byte Command = 4;

    /// <summary>What each side sends first: signature, version 3.0, and that nothing is encrypted.</summary>
    public static byte[] Greeting()
    {
        var greeting = new byte[GreetingLength];
        greeting[0] = 0xFF;
        greeting[9] = 0x7F;
        greeting[10] = 3;
        "NULL"u8.CopyTo(greeting.AsSpan(12));
        return greeting;
    }

    /// <summary>Why a peer's greeting is not acceptable; null if it is.</summary>
    public static string? Check(ReadOnlySpan<byte> greeting)
    {
        if (greeting[0] != 0xFF || (greeting[9] & 1) == 0) return "it does not speak ZeroMQ";
        if (greeting[10] < 3) return $"it speaks version {greeting[10]} of ZeroMQ's protocol, and 3 is needed";
        var mechanism = greeting.Slice(12, 20).TrimEnd((byte)0);
        return mechanism.SequenceEqual("NULL"u8) ? null : "it asks for encryption, which is not offered";
    }

    /// <summary>The command that ends the handshake.</summary>
    public static byte[] Ready(ZmtpPattern pattern)
    {
        var body = new MemoryStream();
        body.WriteByte(5);
        body.Write("READY"u8);
        AddProperty("Socket-Type", pattern == ZmtpPattern.Router ? "ROUTER" : "PUB");
        if (pattern == ZmtpPattern.Router) AddProperty("Identity", "");
        return Frame(Command, body.ToArray());

        void AddProperty(string name, string value)
        {
            body.WriteByte((byte)name.Length);
            body.Write(Encoding.ASCII.GetBytes(name));
            Span<byte> length = stackalloc byte[4];
            BinaryPrimitives.WriteInt32BigEndian(length, value.Length);
            body.Write(length);
            body.Write(Encoding.ASCII.GetBytes(value));
        }
    }

    /// <summary>The properties that a command carries behind its name.</summary>
    /// <exception cref="InvalidDataException">They are cut off.</exception>
    public static Dictionary<string, byte[]> Properties(ReadOnlySpan<byte> rest)
    {
        var properties = new Dictionary<string, byte[]>(StringComparer.OrdinalIgnoreCase);
        while (!rest.IsEmpty)
        {
            var name = Take(ref rest, Take(ref rest, 1)[0]);
            var length = BinaryPrimitives.ReadInt32BigEndian(Take(ref rest, 4));
            properties[Encoding.ASCII.GetString(name)] = Take(ref rest, length).ToArray();
        }

        return properties;

        static ReadOnlySpan<byte> Take(ref ReadOnlySpan<byte> rest, int length)
        {
            if ((uint)length > (uint)rest.Length) throw new InvalidDataException("a command is cut off");
            var taken = rest[..length];
            rest = rest[length..];
            return taken;
        }
    }

    /// <summary>A message as it is sent.</summary>
    public static byte[] Message(IReadOnlyList<byte[]> parts)
    {
        var bytes = new byte[parts.Sum(part => HeaderLength(part.Length) + part.Length)];
        var position = 0;
        for (var i = 0; i < parts.Count; i++)
        {
            position += WriteHeader(bytes.AsSpan(position), i + 1 < parts.Count ? More : (byte)0, parts[i].Length);
            parts[i].CopyTo(bytes, position);
            position += parts[i].Length;
        }

        return bytes;
    }

    /// <summary>One frame as it is sent.</summary>
    public static byte[] Frame(byte flags, ReadOnlySpan<byte> body)
    {
        var bytes = new byte[HeaderLength(body.Length) + body.Length];
        body.CopyTo(bytes.AsSpan(WriteHeader(bytes, flags, body.Length)));
        return bytes;
    }

    /// <summary>Reads the head of a frame.</summary>
    /// <returns>The length of the head, or 0 if it has not arrived whole.</returns>
    /// <exception cref="InvalidDataException">The frame is longer than any message should be.</exception>
    public static int ReadHeader(ReadOnlySpan<byte> bytes, out byte flags, out int length)
    {
        flags = bytes.IsEmpty ? (byte)0 : bytes[0];
        length = 0;
        var header = (flags & Long) == 0 ? 2 : 9;
        if (bytes.Length < header) return 0;
        var size = header == 2 ? bytes[1] : BinaryPrimitives.ReadUInt64BigEndian(bytes[1..]);
        if (size > MaximalMessage) throw new InvalidDataException($"a frame of {size} bytes is too long");
        length = (int)size;
        return header;
    }

    private static int HeaderLength(int length) => length > byte.MaxValue ? 9 : 2;

    private static int WriteHeader(Span<byte> bytes, byte flags, int length)
    {
        if (HeaderLength(length) == 2)
        {
            bytes[0] = flags;
            bytes[1] = (byte)length;
            return 2;
        }

        bytes[0] = (byte)(flags | Long);
        BinaryPrimitives.WriteInt64BigEndian(bytes[1..], length);
        return 9;
    }
}
