using System.Net;
using System.Net.Sockets;

namespace CSharpKernel.Transport;

/// <summary>A bound socket of ZeroMQ. Messages may be sent from any thread.</summary>
internal sealed class ZmtpSocket : IDisposable
{
    // Many times what front ends need, and few enough that a process may have so many files open.
    private const int MaximalConnections = 100;

    private static readonly TimeSpan PauseWithoutFiles = TimeSpan.FromMilliseconds(50);

    private readonly Lock _lock = new();
    private readonly List<ZmtpConnection> _connections = [];
    private int _lastIdentity;

    public ZmtpSocket(ZmtpPattern pattern, IPEndPoint endpoint)
    {
        Pattern = pattern;
        Listener = new Socket(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);

        // So that a restarted kernel can have its ports back at once. On Windows the option would let two share a port.
        if (!OperatingSystem.IsWindows()) Listener.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        Listener.Bind(endpoint);
        Listener.Listen();
        Listener.Blocking = false;
    }

    /// <summary>What the socket does with messages.</summary>
    public ZmtpPattern Pattern { get; }

    /// <summary>Takes the messages that arrive, on the network's thread. Of a router they begin with the peer's identity.</summary>
    public Action<IReadOnlyList<byte[]>> Received { get; set; } = static _ => { };

    /// <summary>
    /// What a peer is sent as soon as it has subscribed to a topic, if anything; asked for on the network's thread. From there
    /// on it misses nothing, which it could not know otherwise.
    /// </summary>
    public Func<byte[], IReadOnlyList<byte[]>?> Welcome { get; set; } = static _ => null;

    /// <summary>Called when a peer does not take bytes as fast as they come.</summary>
    public Action Stuck { get; set; } = static () => { };

    /// <summary>What new peers connect to.</summary>
    public Socket Listener { get; }

    /// <summary>The peers at present.</summary>
    public ZmtpConnection[] Connections
    {
        get
        {
            lock (_lock) return [.. _connections];
        }
    }

    /// <summary>
    /// Takes in a peer that wants to connect. Where there are too many, who came first without introducing himself has to go.
    /// </summary>
    public void Accept()
    {
        try
        {
            var peer = Listener.Accept();
            peer.Blocking = false;
            peer.NoDelay = true;
            if (MakeRoom()) lock (_lock) _connections.Add(new ZmtpConnection(this, peer));
            else peer.Dispose();
        }
        catch (SocketException e)
        {
            // It has gone again, or it has to wait until a file is closed, and then the network's thread must not go round
            // and round meanwhile.
            if (e.SocketErrorCode is SocketError.TooManyOpenSockets or SocketError.NoBufferSpaceAvailable)
                Thread.Sleep(PauseWithoutFiles);
        }
    }

    /// <summary>Forgets a peer.</summary>
    public void Remove(ZmtpConnection connection)
    {
        lock (_lock) _connections.Remove(connection);
        connection.Dispose();
    }

    /// <summary>Sends a message: a router to the peer whose identity it begins with, a publisher to all subscribers.</summary>
    public void Send(IReadOnlyList<byte[]> parts)
    {
        // A peer that comes back under its old identity takes the place of the connection that it has lost.
        var peers = Pattern == ZmtpPattern.Publisher
            ? Connections.Where(connection => connection.IsSubscribedTo(parts[0]))
            : Connections.Where(connection => connection.Identity.AsSpan().SequenceEqual(parts[0])).TakeLast(1);
        byte[]? message = null;
        foreach (var peer in peers)
        {
            message ??= ZmtpFrames.Message(Pattern == ZmtpPattern.Publisher ? parts : [.. parts.Skip(1)]);
            if (!peer.Send(message)) Stuck();
        }
    }

    /// <summary>Waits until no peer has much left to receive.</summary>
    public void WaitForRoom()
    {
        foreach (var connection in Connections) connection.WaitForRoom();
    }

    /// <summary>An identity for a peer that has given itself none.</summary>
    public byte[] NewIdentity() => [0, .. BitConverter.GetBytes(Interlocked.Increment(ref _lastIdentity))];

    private bool MakeRoom()
    {
        var connections = Connections;
        if (connections.Length < MaximalConnections) return true;
        if (connections.FirstOrDefault(connection => !connection.IsReady) is not { } stranger) return false;
        Remove(stranger);
        return true;
    }

    public void Dispose()
    {
        Listener.Dispose();
        foreach (var connection in Connections) connection.Dispose();
    }
}
