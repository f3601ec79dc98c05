using System.Net;
using System.Net.Sockets;
using AsyncProgramming.EventLoops;

namespace AsyncProgramming.Tasking;

/// <summary>
/// Sockets for cooperative tasks. The code reads as if it blocked, and each task serves one connection from its beginning
/// to its end; but a wait for the network gives the thread to the other tasks, so one thread serves them all.
/// </summary>
/// <remarks>
/// For cooperative tasks, and for any coroutine on an <see cref="EventLoop"/>, on its thread; elsewhere a wait throws
/// <see cref="InvalidOperationException"/>. A task that waits for the network is no part of a deadlock, because such a wait
/// can end without another task. The operating system does the waiting: epoll, kqueue or completion ports, by way of
/// <see cref="Socket"/>. As in libtask, what is there already is read without a pause; a task that might never have to wait
/// calls <see cref="CooperativeTask.Yield"/> now and then.
/// </remarks>
public static class Network
{
    /// <summary>Begins to listen for connections: libtask's <c>netannounce(TCP, …)</c>.</summary>
    /// <param name="port">The port; 0 lets the system choose a free one, see <see cref="Listener.LocalEndPoint"/>.</param>
    /// <param name="address">
    /// Where to listen; this machine alone (<see cref="IPAddress.Loopback"/>) where none is given. libtask listens to
    /// everybody then; here that has to be said: <see cref="IPAddress.Any"/>.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="port"/> is no port.</exception>
    /// <exception cref="SocketException">The port is in use, or not this program's to use.</exception>
    public static Listener Announce(int port = 0, IPAddress? address = null)
    {
        var socket = Bind(SocketType.Stream, ProtocolType.Tcp, port, address);
        socket.Listen();
        return new Listener(socket);
    }

    /// <summary>
    /// Makes a socket for datagrams, to receive them and to send them: libtask's <c>netannounce(UDP, …)</c>, and its
    /// <c>netdial(UDP, …)</c>, too, for which no connection is made.
    /// </summary>
    /// <inheritdoc cref="Announce"/>
    public static DatagramSocket AnnounceDatagrams(int port = 0, IPAddress? address = null) =>
        new(Bind(SocketType.Dgram, ProtocolType.Udp, port, address));

    /// <summary>Connects to a server: libtask's <c>netdial(TCP, …)</c>. Waits for the name's address, then for the server.</summary>
    /// <param name="host">A name or an address. Where a name has several addresses, they are tried in turn.</param>
    /// <param name="port">The server's port.</param>
    /// <param name="cancellationToken">Ends the wait; no connection is left.</param>
    /// <exception cref="SocketException">No such host, or nobody there answers.</exception>
    public static async ValueTask<Connection> Dial(
        string host, int port, CancellationToken cancellationToken = default)
    {
        CheckPort(port);
        var addresses = await Lookup(host, cancellationToken);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await SocketWait.For(
                EventLoop.Running, socket.ConnectAsync(addresses, port, cancellationToken), "dialling", $"{host}:{port}");
            return new Connection(socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>
    /// The addresses of a name: libtask's <c>netlookup</c>, except that the other tasks go on meanwhile.
    /// </summary>
    /// <param name="host">A name, or an address as text, which is its own answer.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="SocketException">No such host.</exception>
    public static async ValueTask<IPAddress[]> Lookup(string host, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(host);
        if (IPAddress.TryParse(host, out var address)) return [address];
        var lookup = Dns.GetHostAddressesAsync(host, cancellationToken);
        return await SocketWait.For(EventLoop.Running, new ValueTask<IPAddress[]>(lookup), "looking up", host);
    }

    internal static void CheckPort(int port)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(port, IPEndPoint.MinPort);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(port, IPEndPoint.MaxPort);
    }

    private static Socket Bind(SocketType type, ProtocolType protocol, int port, IPAddress? address)
    {
        CheckPort(port);
        address ??= IPAddress.Loopback;
        var socket = new Socket(address.AddressFamily, type, protocol);
        try
        {
            socket.Bind(new IPEndPoint(address, port));
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
