using System.Text;

namespace AsyncProgramming.Futures.Wire;

/// <summary>An exception on its way from a worker to its pool.</summary>
/// <param name="Type">The exception's type, with its namespace.</param>
/// <param name="AssemblyQualifiedType">The same type, as <see cref="System.Type.GetType(string)"/> wants it.</param>
/// <param name="Message">The exception's message.</param>
/// <param name="Details">The exception with its inner ones and their stacks.</param>
internal sealed record RemoteFault(string Type, string AssemblyQualifiedType, string Message, string Details)
{
    /// <summary>The content of a <see cref="FrameKind.Fault"/> frame.</summary>
    public byte[] Encode()
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream, Encoding.UTF8);
        writer.Write(Type);
        writer.Write(AssemblyQualifiedType);
        writer.Write(Message);
        writer.Write(Details);
        return stream.ToArray();
    }

    /// <summary>Reads what <see cref="Encode"/> has written.</summary>
    public static RemoteFault Decode(ReadOnlySpan<byte> bytes)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes.ToArray()), Encoding.UTF8);
        return new RemoteFault(reader.ReadString(), reader.ReadString(), reader.ReadString(), reader.ReadString());
    }
}
