using System.Net;
using System.Net.Sockets;
using AsyncProgramming.EventLoops;

namespace AsyncProgramming.Tasking;

/// <summary>A port for datagrams (UDP): messages that arrive whole or not at all, in any order. Made by <see cref="Network.AnnounceDatagrams"/>.</summary>
public sealed class DatagramSocket : IDisposable
{
    private readonly Socket _socket;
    private readonly IPEndPoint _anyone;

    internal DatagramSocket(Socket socket)
    {
        _socket = socket;
        _socket.EnableBroadcast = socket.AddressFamily == AddressFamily.InterNetwork;
        LocalEndPoint = (IPEndPoint)socket.LocalEndPoint!;
        _anyone = new IPEndPoint(socket.AddressFamily == AddressFamily.InterNetwork ? IPAddress.Any : IPAddress.IPv6Any, 0);
    }

    /// <summary>The address and the port.</summary>
    public IPEndPoint LocalEndPoint { get; }

    /// <summary>Waits for the next datagram.</summary>
    /// <param name="buffer">Where to put it; large enough for all of it.</param>
    /// <param name="cancellationToken">Ends the wait; no datagram is lost. May be cancelled on any thread.</param>
    /// <returns>Its length in bytes, and who has sent it.</returns>
    /// <exception cref="SocketException">
    /// On Windows, that the datagram is larger than the buffer; elsewhere its rest is dropped.
    /// </exception>
    public ValueTask<SocketReceiveFromResult> Receive(
        Memory<byte> buffer, CancellationToken cancellationToken = default) => SocketWait.For(
        EventLoop.Running, _socket.ReceiveFromAsync(buffer, SocketFlags.None, _anyone, cancellationToken),
        "receiving at", LocalEndPoint);

    /// <summary>Sends one datagram. Whether anybody receives it, nobody says.</summary>
    /// <param name="data">All of it.</param>
    /// <param name="to">Who is to receive it.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="SocketException">It is larger than a datagram can be, or there is no way to <paramref name="to"/>.</exception>
    public ValueTask<int> Send(ReadOnlyMemory<byte> data, IPEndPoint to, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(to);
        return SocketWait.For(
            EventLoop.Running, _socket.SendToAsync(data, SocketFlags.None, to, cancellationToken), "sending to", to);
    }

    /// <summary>Closes it. A wait in another task ends with an exception.</summary>
    public void Dispose() => _socket.Dispose();
}
