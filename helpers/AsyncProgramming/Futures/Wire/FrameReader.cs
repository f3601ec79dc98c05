using System.Buffers.Binary;
using System.Diagnostics;
using System.Net.Sockets;

namespace AsyncProgramming.Futures.Wire;

/// <summary>
/// Reads frames from a socket, many with one system call where many have come. The socket is only ever read from and only
/// ever blocking: then a waiting thread is woken by the kernel itself, without a detour through the thread pool.
/// </summary>
/// <remarks>
/// To put a thread to sleep and wake it takes longer than a short call. So where the frame before came soon after it was
/// waited for, the reader stays awake for the next one, for at most <see cref="LongestSpin"/>. Where frames come slowly, or
/// none come at all, it sleeps: an idle pool takes no processor time.
/// </remarks>
internal sealed class FrameReader(Socket socket)
{
    private const int InitialSize = 64 * 1024;

    // 50 µs, about what it takes to fall asleep and be woken; on a single core others must run for anything to come.
    private static readonly long LongestSpin = Environment.ProcessorCount > 1 ? Stopwatch.Frequency / 20_000 : 0;

    // 100 µs: asleep, it also counts how long it took to wake up.
    private static readonly long ShortWait = Stopwatch.Frequency / 10_000;

    private byte[] _buffer = new byte[InitialSize];
    private int _start;
    private int _end;
    private bool _lastWaitWasShort;

    /// <summary>Whether another whole frame is already here, so that reading it does not wait.</summary>
    public bool HasFrame => _end - _start >= FrameHeader.Size && _end - _start >= FrameHeader.Size + PeekHeader().ContentLength;

    /// <summary>Whether something has come that has not been read.</summary>
    public bool HasCome => _end > _start || socket.Available > 0;

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
        try
        {
            var waiting = Stopwatch.GetTimestamp();
            if (_lastWaitWasShort) SpinUntilSomethingComes(waiting);
            while (_end - _start < needed)
            {
                var received = socket.Receive(_buffer.AsSpan(_end));
                if (received == 0) return false;
                _end += received;
            }

            _lastWaitWasShort = Stopwatch.GetTimestamp() - waiting < ShortWait;
            return true;
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            return false;
        }
    }

    private void SpinUntilSomethingComes(long since)
    {
        while (socket.Available == 0 && Stopwatch.GetTimestamp() - since < LongestSpin)
        {
            // The system likes to wake the other side on the very core of whoever has written to it. It runs there now, and
            // not only when this thread is tired of waiting: without this line a round trip takes five times as long.
            Thread.Yield();
        }
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
