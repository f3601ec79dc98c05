using System.Net.Sockets;
using System.Text;

namespace CSharpKernel.Transport;

/// <summary>
/// A peer's connection. Only the network's thread reads; any thread sends: at once as far as the operating system takes it,
/// the rest later from the network's thread.
/// </summary>
internal sealed class ZmtpConnection : IDisposable
{
    private const int MaximalWaiting = 1 << 18;
    private const int MaximalBacklog = 1 << 26;
    private const int MaximalSubscriptions = 1000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LastWordsPatience = TimeSpan.FromSeconds(1);

    private readonly ZmtpSocket _owner;
    private readonly object _sending = new();
    private readonly Queue<ReadOnlyMemory<byte>> _outgoing = new();
    private readonly List<byte[]> _parts = [];
    private volatile List<byte[]> _subscriptions = [];
    private byte[] _buffer = new byte[8192];
    private long _waiting;
    private bool _lags;
    private bool _drops;
    private long _partsLength;
    private int _sent;
    private int _start;
    private int _end;
    private bool _greeted;
    private bool _ready;
    private bool _closed;

    public ZmtpConnection(ZmtpSocket owner, Socket socket)
    {
        _owner = owner;
        Socket = socket;
        Socket.SendBufferSize = MaximalWaiting;
        Send(ZmtpFrames.Greeting());
    }

    public Socket Socket { get; }

    /// <summary>The name by which a router knows the peer; empty until the peer has introduced itself.</summary>
    public byte[] Identity { get; private set; } = [];

    /// <summary>Whether the peer has introduced itself.</summary>
    public bool IsReady => _ready;

    /// <summary>Whether bytes wait until the operating system takes more.</summary>
    public bool IsSending
    {
        get
        {
            lock (_sending) return _outgoing.Count > 0;
        }
    }

    /// <summary>Whether the peer wants messages that begin so.</summary>
    public bool IsSubscribedTo(ReadOnlySpan<byte> topic)
    {
        foreach (var subscription in _subscriptions)
        {
            if (topic.StartsWith(subscription)) return true;
        }

        return false;
    }

    /// <summary>
    /// Sends bytes behind all that were handed in before. What a peer that does not read has not got is kept up to a limit;
    /// from there on it is dropped, as ZeroMQ does, until the peer has caught up.
    /// </summary>
    /// <returns>Whether all are sent; if not, the network's thread has to go on when the peer takes more.</returns>
    public bool Send(ReadOnlyMemory<byte> bytes)
    {
        lock (_sending)
        {
            if (_closed || IsOverfull()) return true;
            _outgoing.Enqueue(bytes);
            _waiting += bytes.Length;
            return _outgoing.Count > 1 || SendMore();
        }
    }

    /// <summary>Sends as much of what waits as the operating system takes.</summary>
    /// <returns>Whether all is sent.</returns>
    public bool SendMore()
    {
        lock (_sending)
        {
            while (!_closed && _outgoing.TryPeek(out var bytes))
            {
                var sent = Socket.Send(bytes.Span[_sent..], SocketFlags.None, out var error);
                if (error == SocketError.WouldBlock) return false;
                if (error != SocketError.Success)
                {
                    // The peer has gone, which the network's thread finds out when it reads.
                    _outgoing.Clear();
                    _waiting = 0;
                    break;
                }

                _sent += sent;
                _waiting -= sent;
                if (_sent < bytes.Length) continue;
                _outgoing.Dequeue();
                _sent = 0;
                if (_waiting <= MaximalWaiting) Monitor.PulseAll(_sending);
            }

            (_lags, _drops) = (false, false);
            Monitor.PulseAll(_sending);
            return true;
        }
    }

    /// <summary>
    /// Waits while much is still to be sent, so that who produces faster than the peer reads does not fill the memory, and
    /// is soon heard of when it is stopped. A peer that reads nothing at all is not waited for again until it has caught up.
    /// </summary>
    public void WaitForRoom()
    {
        lock (_sending)
        {
            while (_waiting > MaximalWaiting && !_lags && !_closed)
            {
                var before = _waiting;
                if (!Monitor.Wait(_sending, Patience) && _waiting == before) _lags = true;
            }
        }
    }

    /// <summary>Whether more has arrived. Where that was a part of a message, its rest is waited for.</summary>
    public bool HasMore(TimeSpan patience)
    {
        var isWithinMessage = _parts.Count > 0 || _end > _start;
        return !_closed && Socket.Poll(isWithinMessage ? patience : TimeSpan.Zero, SelectMode.SelectRead);
    }

    /// <summary>Takes in what has arrived.</summary>
    /// <returns>Whether the connection goes on.</returns>
    /// <exception cref="InvalidDataException">What has arrived is not the protocol.</exception>
    public bool Receive()
    {
        if (_closed) return false;
        if (_end == _buffer.Length) MakeRoom();
        var received = Socket.Receive(_buffer.AsSpan(_end), SocketFlags.None, out var error);
        if (error == SocketError.WouldBlock) return true;
        if (error != SocketError.Success || received == 0) return false;
        _end += received;
        if (!_greeted && !ReadGreeting()) return true;
        while (ReadFrame())
        {
            // All that have arrived.
        }

        return true;
    }

    public void Dispose()
    {
        lock (_sending)
        {
            _closed = true;
            Monitor.PulseAll(_sending);
            Socket.Dispose();
        }
    }

    /// <summary>Sends what waits, and closes.</summary>
    public void Close()
    {
        try
        {
            Socket.Blocking = true;
            Socket.SendTimeout = (int)LastWordsPatience.TotalMilliseconds;
            SendMore();
            Socket.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
            // The peer has gone.
        }

        Dispose();
    }

    private bool IsOverfull()
    {
        if (_drops || _waiting <= MaximalBacklog) return _drops;
        Log.Warn("A front end does not read what it is sent. What follows is dropped until it has caught up.");
        return _drops = true;
    }

    private void MakeRoom()
    {
        var length = _end - _start;
        var roomy = 2 * length > _buffer.Length ? new byte[2 * _buffer.Length] : _buffer;
        _buffer.AsSpan(_start, length).CopyTo(roomy);
        (_buffer, _start, _end) = (roomy, 0, length);
    }

    private bool ReadGreeting()
    {
        if (_end - _start < ZmtpFrames.GreetingLength) return false;
        if (ZmtpFrames.Check(_buffer.AsSpan(_start)) is { } objection) throw new InvalidDataException(objection);
        _start += ZmtpFrames.GreetingLength;
        _greeted = true;
        Send(ZmtpFrames.Ready(_owner.Pattern));
        return true;
    }

    private bool ReadFrame()
    {
        var arrived = _buffer.AsSpan(_start, _end - _start);
        var header = ZmtpFrames.ReadHeader(arrived, out var flags, out var length);
        if (header == 0 || arrived.Length - header < length) return false;
        var body = arrived.Slice(header, length);
        _start += header + length;
        if ((flags & ZmtpFrames.Command) != 0)
        {
            ReadCommand(body);
            return true;
        }

        if (!_ready) throw new InvalidDataException("it has not introduced itself");
        _partsLength += header + length;
        if (_partsLength > ZmtpFrames.MaximalMessage) throw new InvalidDataException("a message is too long");
        _parts.Add(body.ToArray());
        if ((flags & ZmtpFrames.More) != 0) return true;
        byte[][] parts = [.. _parts];
        _parts.Clear();
        _partsLength = 0;
        if (_owner.Pattern == ZmtpPattern.Router) _owner.Received([Identity, .. parts]);
        else if (parts is [[var subscribes, .. var topic]]) Subscribe(subscribes == 1, topic);
        return true;
    }

    private void ReadCommand(ReadOnlySpan<byte> body)
    {
        if (body.IsEmpty || body.Length <= body[0]) throw new InvalidDataException("a command has no name");
        var rest = body[(1 + body[0])..];
        switch (Encoding.ASCII.GetString(body.Slice(1, body[0])))
        {
            case "READY":
                Identity = ZmtpFrames.Properties(rest).GetValueOrDefault("Identity") is { Length: > 0 } identity
                    ? identity
                    : _owner.NewIdentity();
                _ready = true;
                break;
            case "SUBSCRIBE":
                Subscribe(true, rest.ToArray());
                break;
            case "CANCEL":
                Subscribe(false, rest.ToArray());
                break;
            case "PING":
                // Two bytes of patience, then what is to be sent back.
                Send(ZmtpFrames.Frame(ZmtpFrames.Command, [4, .. "PONG"u8, .. rest[Math.Min(2, rest.Length)..]]));
                break;
            case "ERROR":
                throw new InvalidDataException($"it refuses: {Encoding.ASCII.GetString(rest)}");
        }
    }

    private void Subscribe(bool add, byte[] topic)
    {
        var subscriptions = new List<byte[]>(_subscriptions);
        var known = subscriptions.FindIndex(known => known.AsSpan().SequenceEqual(topic));
        if (add && subscriptions.Count == MaximalSubscriptions) throw new InvalidDataException("it subscribes to too much");
        if (add) subscriptions.Add(topic);
        else if (known >= 0) subscriptions.RemoveAt(known);
        _subscriptions = subscriptions;
        if (add && _owner.Welcome(topic) is { } welcome) Send(ZmtpFrames.Message(welcome));
    }
}
