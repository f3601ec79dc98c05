using System.Buffers.Binary;
using System.Text;

namespace AsyncProgramming.Futures.Wire;

/// <summary>Where a worker finds a method.</summary>
/// <param name="AssemblyPath">The assembly's file.</param>
/// <param name="Version">The module's version id: says whether the file is still the one that the pool's process loaded.</param>
/// <param name="Token">The method's metadata token.</param>
internal sealed record MethodReference(string AssemblyPath, Guid Version, int Token)
{
    private const int GuidSize = 16;

    // By hand, like a fault: a serialiser that meets a type for the first time would make every first call wait for it.
    /// <summary>The content of a <see cref="FrameKind.Define"/> frame.</summary>
    public byte[] Encode()
    {
        var bytes = new byte[sizeof(int) + GuidSize + Encoding.UTF8.GetByteCount(AssemblyPath)];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, Token);
        Version.TryWriteBytes(bytes.AsSpan(sizeof(int)));
        Encoding.UTF8.GetBytes(AssemblyPath, bytes.AsSpan(sizeof(int) + GuidSize));
        return bytes;
    }

    /// <summary>Reads what <see cref="Encode"/> has written.</summary>
    public static MethodReference Decode(ReadOnlySpan<byte> bytes) => new(
        Encoding.UTF8.GetString(bytes[(sizeof(int) + GuidSize)..]),
        new Guid(bytes.Slice(sizeof(int), GuidSize)),
        BinaryPrimitives.ReadInt32LittleEndian(bytes));
}
