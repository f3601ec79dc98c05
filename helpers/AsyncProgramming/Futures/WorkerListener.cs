using System.Net.Sockets;
using System.Text;

namespace AsyncProgramming.Futures;

/// <summary>
/// Where one worker process connects to: a Unix domain socket in a fresh directory that only this user may enter. To be
/// disposed of as soon as the worker has connected.
/// </summary>
internal sealed class WorkerListener : IDisposable
{
    // The shortest limit of any system (macOS's 104 bytes), less the terminating zero.
    private const int LongestPath = 103;
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(50);

    private readonly string _directory = CreateDirectory();
    private Socket? _socket;
    private bool _disposed;

    /// <summary>The path of the socket; there is one after <see cref="Listen"/>.</summary>
    public string Address => Path.Combine(_directory, "pool");

    /// <summary>Makes the socket. From now on a worker can connect.</summary>
    public void Listen()
    {
        _socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        _socket.Bind(new UnixDomainSocketEndPoint(Address));
        _socket.Listen();
    }

    /// <summary>Waits for a connection.</summary>
    /// <param name="hasEnded">Whether the worker has ended, so that no connection will come.</param>
    /// <returns>The connection; null where the worker has ended.</returns>
    public Socket? Accept(Func<bool> hasEnded)
    {
        // Polled, because nothing but a connection wakes an Accept on every system.
        while (!_socket!.Poll(Patience, SelectMode.SelectRead))
        {
            if (hasEnded()) return null;
        }

        return _socket.Accept();
    }

    public void Dispose()
    {
        if (_disposed) return;
        _disposed = true;
        _socket?.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    private static string CreateDirectory()
    {
        var directory = Directory.CreateTempSubdirectory("pool-").FullName;
        if (Encoding.UTF8.GetByteCount(directory) + "/pool".Length <= LongestPath || OperatingSystem.IsWindows())
            return directory;
        Directory.Delete(directory);
        // A temporary directory too deep for a socket's path: the system's own is short. The name cannot be guessed.
        directory = $"/tmp/pool-{Guid.NewGuid():N}";
        Directory.CreateDirectory(
            directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return directory;
    }
}
