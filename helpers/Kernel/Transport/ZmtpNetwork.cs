using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace CSharpKernel.Transport;

/// <summary>
/// The kernel's side of ZeroMQ, on one thread of its own. The usual library, NetMQ, has what it receives handed to it by the
/// thread pool (except on Windows): a cell that keeps every thread of the pool busy, as a lesson on pools does, would not
/// notice an interrupt until the pool had grown, which took up to seven seconds where it was measured. Here no thread of the
/// pool has a part in anything.
/// </summary>
internal sealed class ZmtpNetwork : IDisposable
{
    private static readonly TimeSpan PatienceForThread = TimeSpan.FromSeconds(1);

    private readonly List<ZmtpSocket> _sockets = [];
    private readonly ConcurrentQueue<TaskCompletionSource> _toCatchUp = new();
    private readonly RepeatedWarning _closings = new("A connection was closed", "connections were closed");
    private readonly Thread _thread;

    // A datagram to itself ends the wait of the network's thread.
    private readonly Socket _alarm = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private volatile bool _stopped;

    public ZmtpNetwork()
    {
        _alarm.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _alarm.Connect(_alarm.LocalEndPoint!);
        _alarm.Blocking = false;
        _thread = new Thread(Run) { IsBackground = true, Name = "network" };
    }

    /// <summary>How long <see cref="CatchUp"/> waits for the rest of messages.</summary>
    public TimeSpan PatienceForRest { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Binds a socket. Only before <see cref="Start"/>.</summary>
    /// <exception cref="SocketException">The address cannot be bound.</exception>
    public ZmtpSocket Bind(ZmtpPattern pattern, IPEndPoint endpoint)
    {
        var socket = new ZmtpSocket(pattern, endpoint) { Stuck = Wake };
        _sockets.Add(socket);
        return socket;
    }

    /// <summary>Begins to accept and to receive.</summary>
    public void Start() => _thread.Start();

    /// <summary>
    /// Waits until all that had arrived at the moment of the call is taken in. Between two sockets there is no order: of two
    /// messages that a peer sends one after the other on one each, the second may be read first. Who has read the second and
    /// then calls this has the first. A message of which only a part has arrived is waited for, but not long.
    /// </summary>
    public void CatchUp()
    {
        var done = new TaskCompletionSource();
        _toCatchUp.Enqueue(done);
        Wake();
        done.Task.Wait(PatienceForRest + PatienceForThread);
    }

    /// <summary>Sends what still waits, and closes all.</summary>
    public void Dispose()
    {
        if (_stopped) return;
        _stopped = true;
        Wake();
        if (_thread.IsAlive) _thread.Join();
        foreach (var connection in _sockets.SelectMany(socket => socket.Connections)) connection.Close();
        foreach (var socket in _sockets) socket.Dispose();
        _alarm.Dispose();
        _closings.End();
    }

    private void Wake() => _alarm.Send([1], SocketFlags.None, out _);

    private void Run()
    {
        while (!_stopped)
        {
            var connections = _sockets
                .SelectMany(socket => socket.Connections.Select(connection => (Owner: socket, Connection: connection)))
                .ToDictionary(pair => pair.Connection.Socket);
            List<Socket> readable = [_alarm, .. _sockets.Select(socket => socket.Listener), .. connections.Keys];
            List<Socket> writable = [.. connections.Where(peer => peer.Value.Connection.IsSending).Select(peer => peer.Key)];
            Socket.Select(readable, writable, null, Timeout.InfiniteTimeSpan);
            foreach (var socket in writable) connections[socket].Connection.SendMore();
            foreach (var socket in readable)
            {
                if (socket == _alarm) _alarm.Receive(new byte[1], SocketFlags.None, out _);
                else if (connections.TryGetValue(socket, out var pair)) Receive(pair.Owner, pair.Connection);
                else _sockets.Single(bound => bound.Listener == socket).Accept();
            }

            while (_toCatchUp.TryDequeue(out var done))
            {
                ReadWhatHasArrived();
                done.SetResult();
            }
        }
    }

    private void ReadWhatHasArrived()
    {
        // Within a time, because some peer may never stop to send.
        var watch = Stopwatch.StartNew();
        foreach (var socket in _sockets)
        {
            foreach (var connection in socket.Connections)
            {
                while (PatienceForRest - watch.Elapsed is var patience && patience > TimeSpan.Zero && connection.HasMore(patience))
                    Receive(socket, connection);
            }
        }
    }

    private void Receive(ZmtpSocket owner, ZmtpConnection connection)
    {
        try
        {
            if (connection.Receive()) return;
        }
        catch (Exception e)
        {
            // Whatever it is: without this thread the kernel would hear no one any more.
            _closings.Add(e.Message.TrimEnd('.'));
        }

        owner.Remove(connection);
    }
}
