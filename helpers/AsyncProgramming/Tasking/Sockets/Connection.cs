using System.Net;
using System.Net.Sockets;
using AsyncProgramming.EventLoops;

namespace AsyncProgramming.Tasking;

/// <summary>
/// One end of a TCP connection, made by <see cref="Network.Dial"/> or <see cref="Listener.Accept"/>. What is written is sent
/// at once (no Nagle delay). One task may read while another one writes.
/// </summary>
/// <remarks>
/// A connection that breaks, because the other end has reset it, say, or because this end was closed by another task, ends
/// the wait with an <see cref="IOException"/> that has the <see cref="SocketException"/> within.
/// </remarks>
public sealed class Connection : IDisposable
{
    private readonly Socket _socket;
    private readonly NetworkStream _stream;

    internal Connection(Socket socket)
    {
        socket.NoDelay = true;
        _socket = socket;
        _stream = new NetworkStream(socket);
        LocalEndPoint = Plain(socket.LocalEndPoint!);
        RemoteEndPoint = Plain(socket.RemoteEndPoint!);
    }

    /// <summary>The address and the port of this end.</summary>
    public IPEndPoint LocalEndPoint { get; }

    /// <summary>The address and the port of the other end.</summary>
    public IPEndPoint RemoteEndPoint { get; }

    /// <summary>Reads what is there, and waits only while nothing is: libtask's <c>fdread</c>.</summary>
    /// <param name="buffer">Where to put it. An empty one waits until there is something to read: <c>fdwait</c>.</param>
    /// <param name="cancellationToken">Ends the wait; nothing is lost. May be cancelled on any thread.</param>
    /// <returns>How many bytes; 0 when the other end writes no more.</returns>
    /// <exception cref="IOException">The connection is broken.</exception>
    public ValueTask<int> Read(Memory<byte> buffer, CancellationToken cancellationToken = default) => SocketWait.For(
        EventLoop.Running, _stream.ReadAsync(buffer, cancellationToken), "reading from", RemoteEndPoint);

    /// <summary>Reads until the buffer is full.</summary>
    /// <param name="buffer">What to fill.</param>
    /// <param name="cancellationToken">
    /// Ends the wait; what was read until then is lost. May be cancelled on any thread.
    /// </param>
    /// <exception cref="EndOfStreamException">The other end writes no more, and it was too little.</exception>
    /// <exception cref="IOException">The connection is broken.</exception>
    public ValueTask ReadExactly(Memory<byte> buffer, CancellationToken cancellationToken = default) => SocketWait.For(
        EventLoop.Running, _stream.ReadExactlyAsync(buffer, cancellationToken), "reading from", RemoteEndPoint);

    /// <summary>Writes everything, and waits while the other end reads too slowly: libtask's <c>fdwrite</c>.</summary>
    /// <param name="data">What to write. Not to be changed before the wait is over.</param>
    /// <param name="cancellationToken">
    /// Ends the wait; how much was written until then is unknown. May be cancelled on any thread.
    /// </param>
    /// <exception cref="IOException">The connection is broken.</exception>
    public ValueTask Write(ReadOnlyMemory<byte> data, CancellationToken cancellationToken = default) => SocketWait.For(
        EventLoop.Running, _stream.WriteAsync(data, cancellationToken), "writing to", RemoteEndPoint);

    /// <summary>
    /// Says that nothing more will be written, which the other end reads as 0 bytes. Reading goes on: so a request says where
    /// it ends, and waits for the answer.
    /// </summary>
    /// <exception cref="IOException">The connection is broken.</exception>
    public void CloseWrite()
    {
        try
        {
            _socket.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException e)
        {
            throw new IOException($"The connection to {RemoteEndPoint} is broken: {e.Message}", e);
        }
    }

    /// <summary>Closes both directions. Who waits in another task gets an <see cref="IOException"/>.</summary>
    public void Dispose()
    {
        // The socket itself: closed by the stream, it would tell a reader that the other end writes no more.
        _socket.Dispose();
        _stream.Dispose();
    }

    /// <summary>A socket that was made for both versions of the protocol writes the addresses of the old one in the new way.</summary>
    private static IPEndPoint Plain(EndPoint endPoint)
    {
        var ip = (IPEndPoint)endPoint;
        return ip.Address.IsIPv4MappedToIPv6 ? new IPEndPoint(ip.Address.MapToIPv4(), ip.Port) : ip;
    }
}
