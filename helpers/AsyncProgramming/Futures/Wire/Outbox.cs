using System.Buffers;
using System.Buffers.Binary;
using System.Net.Sockets;

namespace AsyncProgramming.Futures.Wire;

/// <summary>
/// Sends frames over a socket without ever blocking its caller. Whoever flushes first sends, and sends also what others add
/// meanwhile: so a lone frame leaves at once, and many leave together. All members may be called from any thread.
/// </summary>
internal sealed class Outbox
{
    private const int LargestKept = 1024 * 1024;

    private readonly Socket _socket;

    // A Monitor, because WaitUntilSent waits on it.
    private readonly object _gate = new();
    private ArrayBufferWriter<byte> _added = new();
    private ArrayBufferWriter<byte> _sent = new();
    private bool _sending;
    private volatile bool _isEmpty = true;

    public Outbox(Socket socket)
    {
        _socket = socket;
        socket.Blocking = false;
    }

    /// <summary>Adds a frame, to be sent with the next flush.</summary>
    public void Add(FrameKind kind, long id = 0, int value = 0, ReadOnlySpan<byte> content = default)
    {
        lock (_gate)
        {
            var header = _added.GetSpan(FrameHeader.Size);
            BinaryPrimitives.WriteInt32LittleEndian(header, content.Length);
            header[4] = (byte)kind;
            BinaryPrimitives.WriteInt64LittleEndian(header[5..], id);
            BinaryPrimitives.WriteInt32LittleEndian(header[13..], value);
            _added.Advance(FrameHeader.Size);
            _isEmpty = false;
            _added.Write(content);
        }
    }

    /// <summary>Sends what has been added, or leaves it to whoever is sending.</summary>
    public void Flush()
    {
        if (_isEmpty) return;
        lock (_gate)
        {
            if (_sending) return;
            _sending = true;
        }

        SendAll();
    }

    /// <summary>Waits until all that was flushed is sent.</summary>
    public void WaitUntilSent()
    {
        lock (_gate)
        {
            while (_sending) Monitor.Wait(_gate);
        }
    }

    private void SendAll()
    {
        while (TrySwap())
        {
            var rest = _sent.WrittenMemory;
            while (!rest.IsEmpty)
            {
                if (TrySend(rest.Span) is not { } count)
                {
                    _ = WaitAndSendAll(rest);
                    return;
                }

                rest = rest[count..];
            }
        }
    }

    // A stream socket may take a part, and nothing at all while it is full. To one whose other side is gone everything is
    // lost: whoever reads from it learns that, and tells.
    private int? TrySend(ReadOnlySpan<byte> bytes)
    {
        try
        {
            var sent = _socket.Send(bytes, SocketFlags.None, out var error);
            return error switch
            {
                SocketError.Success => sent,
                SocketError.WouldBlock => null,
                _ => bytes.Length,
            };
        }
        catch (ObjectDisposedException)
        {
            return bytes.Length;
        }
    }

    private async Task WaitAndSendAll(ReadOnlyMemory<byte> rest)
    {
        try
        {
            while (!rest.IsEmpty) rest = rest[await _socket.SendAsync(rest).ConfigureAwait(false)..];
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // As above.
        }

        SendAll();
    }

    private bool TrySwap()
    {
        lock (_gate)
        {
            _sent.ResetWrittenCount();
            if (_sent.Capacity > LargestKept) _sent = new ArrayBufferWriter<byte>();
            (_added, _sent) = (_sent, _added);
            _isEmpty = true;
            _sending = _sent.WrittenCount > 0;
            if (!_sending) Monitor.PulseAll(_gate);
            return _sending;
        }
    }
}
