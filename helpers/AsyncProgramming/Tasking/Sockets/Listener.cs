using System.Net;
using System.Net.Sockets;
using AsyncProgramming.EventLoops;

namespace AsyncProgramming.Tasking;

/// <summary>A port on which connections come in; made by <see cref="Network.Announce"/>. Several tasks may accept.</summary>
public sealed class Listener : IDisposable
{
    private readonly Socket _socket;

    internal Listener(Socket socket)
    {
        _socket = socket;
        LocalEndPoint = (IPEndPoint)socket.LocalEndPoint!;
    }

    /// <summary>The address and the port.</summary>
    public IPEndPoint LocalEndPoint { get; }

    /// <summary>Waits for the next connection: libtask's <c>netaccept</c>. Its other end is <see cref="Connection.RemoteEndPoint"/>.</summary>
    /// <param name="cancellationToken">Ends the wait; a connection that comes later goes to the next who accepts.</param>
    /// <exception cref="ObjectDisposedException">The listener was closed, before or while the task waited.</exception>
    public async ValueTask<Connection> Accept(CancellationToken cancellationToken = default)
    {
        try
        {
            return new Connection(await SocketWait.For(
                EventLoop.Running, _socket.AcceptAsync(cancellationToken), "accepting at", LocalEndPoint));
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.OperationAborted)
        {
            throw new ObjectDisposedException("The listener was closed while a task waited for a connection.", e);
        }
    }

    /// <summary>Stops listening. A wait in <see cref="Accept"/> ends with <see cref="ObjectDisposedException"/>.</summary>
    public void Dispose() => _socket.Dispose();
}
