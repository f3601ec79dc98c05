using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using AsyncProgramming.Charts;

namespace AsyncProgramming.Blocking;

/// <summary>
/// A TCP server on this machine that takes its time: the other side of every experiment with waiting.
/// </summary>
/// <remarks>
/// <para>
/// The protocol is one of text lines in UTF-8, ended by <c>\n</c>. A request says how many milliseconds to wait and what to
/// answer: <c>300 tea</c>. The answer, 300 ms later, is <c>tea</c>. The requests of one connection are answered one after
/// another, those of different connections independently of each other. What is no request is answered at once, by a line
/// that begins with <c>error:</c>.
/// </para>
/// <para>
/// The server listens on the loopback address only, and holds no thread while it waits, so it serves any number of clients.
/// All members may be called from any thread.
/// </para>
/// </remarks>
public sealed class SlowServer : IAsyncDisposable
{
    private static readonly TimeSpan LongestDelay = TimeSpan.FromHours(1);

    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly CancellationTokenSource _stopping = new();
    private readonly TimelineRecorder? _recorder;
    private readonly TimeProvider _time;
    private readonly Task _accepting;
    private int _requests;

    private SlowServer(TimelineRecorder? recorder, TimeProvider? time)
    {
        _recorder = recorder;
        _time = time ?? TimeProvider.System;
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, port: 0));
        _listener.Listen();
        EndPoint = (IPEndPoint)_listener.LocalEndPoint!;
        _accepting = AcceptAsync();
    }

    /// <summary>Where the server listens: the loopback address and a port that was free.</summary>
    public IPEndPoint EndPoint { get; }

    /// <summary>How many requests the server has received so far; what is no request does not count.</summary>
    public int Requests => Volatile.Read(ref _requests);

    /// <summary>Starts a server; dispose it to end it and all its connections.</summary>
    /// <param name="recorder">
    /// Where to record how long each request is kept waiting, on a lane named <c>server: </c> and the text that it asks for;
    /// nowhere where none is given.
    /// </param>
    /// <param name="time">The clock for the delays; the system's where none is given.</param>
    /// <exception cref="SocketException">The operating system allows no more sockets.</exception>
    public static SlowServer Start(TimelineRecorder? recorder = null, TimeProvider? time = null) => new(recorder, time);

    /// <summary>Opens a connection: a client's blocking socket, owned by the caller.</summary>
    /// <exception cref="SocketException">The server has been disposed.</exception>
    public Socket Connect()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            socket.Connect(EndPoint);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Opens a connection and sends a request on it. The answer is still to be received.</summary>
    /// <param name="request">The request without its line end, e.g. <c>300 tea</c>.</param>
    /// <returns>A client's blocking socket, owned by the caller.</returns>
    /// <exception cref="ArgumentException"><paramref name="request"/> is empty or more than one line.</exception>
    /// <exception cref="SocketException">The server has been disposed.</exception>
    public Socket Ask(string request)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(request);
        if (request.Contains('\n', StringComparison.Ordinal))
            throw new ArgumentException("A request is a single line, without its line end.", nameof(request));
        var socket = Connect();
        try
        {
            socket.Send(Encoding.UTF8.GetBytes(request + "\n"));
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Stops listening, closes all connections (a client that is still waiting finds its connection closed) and returns when
    /// all of this is done.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        // A second call finds everything done; the token source is never disposed of, as it holds nothing but memory.
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _accepting.ConfigureAwait(false);
    }

    // ConfigureAwait(false) all through: the server must go on while the thread that started it is blocked on it.
    private async Task AcceptAsync()
    {
        var connections = new List<Task>();
        using (_listener)
        {
            try
            {
                while (true)
                {
                    var client = await _listener.AcceptAsync(_stopping.Token).ConfigureAwait(false);
                    connections.RemoveAll(connection => connection.IsCompleted);
                    connections.Add(ServeAsync(client));
                }
            }
            catch (OperationCanceledException)
            {
                // Disposed.
            }
        }

        await Task.WhenAll(connections).ConfigureAwait(false);
    }

    private async Task ServeAsync(Socket client)
    {
        client.NoDelay = true;
        using var stream = new NetworkStream(client, ownsSocket: true);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        try
        {
            while (await reader.ReadLineAsync(_stopping.Token).ConfigureAwait(false) is { } request)
            {
                var answer = await AnswerAsync(request).ConfigureAwait(false);
                await stream.WriteAsync(Encoding.UTF8.GetBytes(answer + "\n"), _stopping.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // Disposed.
        }
        catch (IOException)
        {
            // The client has gone; its connection ends here, the others go on.
        }
    }

    private async Task<string> AnswerAsync(string request)
    {
        if (request.Split(' ', 2) is not [var milliseconds, var text]
            || !int.TryParse(milliseconds, NumberStyles.None, CultureInfo.InvariantCulture, out var delay)
            || delay > LongestDelay.TotalMilliseconds)
        {
            return $"error: '{request}' is no request; one is '<milliseconds, at most {LongestDelay.TotalMilliseconds:0}> <text>', e.g. '300 tea'";
        }

        Interlocked.Increment(ref _requests);
        using (_recorder?.Track($"server: {text}", SpanState.Idle))
            await Task.Delay(TimeSpan.FromMilliseconds(delay), _time, _stopping.Token).ConfigureAwait(false);
        return text;
    }
}
