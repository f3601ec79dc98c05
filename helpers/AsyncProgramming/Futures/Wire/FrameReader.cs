using System.Buffers.Binary;
using System.Net.Sockets;

namespace AsyncProgramming.Futures.Wire;

/// <summary>
/// Reads frames from a socket, many with one system call where many have come. The socket is only ever read from and only
/// ever blocking: then a waiting thread is woken by the kernel itself, without a detour through the thread pool.
/// </summary>
internal sealed class FrameReader(Socket socket)
{
    private const int InitialSize = 64 * 1024;

    private byte[] _buffer = new byte[InitialSize];
    private int _start;
    private int _end;

    /// <summary>Whether another whole frame is already here, so that reading it does not wait.</summary>
    public bool HasFrame => _end - _start >= FrameHeader.Size && _end - _start >= FrameHeader.Size + PeekHeader().ContentLength;

    /// <summary>The content of the frame that was read last; valid until the next is read.</summary>
    public ReadOnlyMemory<byte> Content { get; private set; }

    /// <summary>Waits for the next frame.</summary>
    /// <returns>Whether there is one: false at the end, when the other side has closed the connection or has died.</returns>
    public bool TryRead(out FrameHeader header)
    {
        header = default;
        if (!Fill(FrameHeader.Size)) return false;
        header = PeekHeader();
        if (!Fill(FrameHeader.Size + header.ContentLength)) return false;
        Content = _buffer.AsMemory(_start + FrameHeader.Size, header.ContentLength);
        _start += FrameHeader.Size + header.ContentLength;
        return true;
    }

    private FrameHeader PeekHeader()
    {
        var bytes = _buffer.AsSpan(_start, FrameHeader.Size);
        return new FrameHeader(
            (FrameKind)bytes[4],
            BinaryPrimitives.ReadInt64LittleEndian(bytes[5..]),
            BinaryPrimitives.ReadInt32LittleEndian(bytes[13..]),
            BinaryPrimitives.ReadInt32LittleEndian(bytes));
    }

    private bool Fill(int needed)
    {
        if (_end - _start >= needed) return true;
        MakeRoom(needed);
        while (_end - _start < needed)
        {
            int received;
            try
            {
                received = socket.Receive(_buffer.AsSpan(_end));
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                return false;
            }

            if (received == 0) return false;
            _end += received;
        }

        return true;
    }

    private void MakeRoom(int needed)
    {
        var rest = _buffer.AsSpan(_start, _end - _start);
        // A buffer that one large frame needed is not kept for the small ones after it.
        var size = Math.Max(needed, InitialSize);
        if (size > _buffer.Length || _buffer.Length > 16 * size)
        {
            var larger = new byte[size];
            rest.CopyTo(larger);
            _buffer = larger;
        }
        else
        {
            rest.CopyTo(_buffer);
        }

        _end = rest.Length;
        _start = 0;
    }
}
