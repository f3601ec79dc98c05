using System.Text;
using System.Text.Json.Nodes;
using CSharpKernel.Language;
using Jupyter.Messaging;

namespace CSharpKernel.Protocol;

/// <summary>
/// The kernel's iopub channel. Text that cells print is gathered for a few milliseconds, so that ten thousand lines become a
/// handful of messages; everything else keeps its place between the texts.
/// </summary>
internal sealed class OutputChannel : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(15);
    private const int MaximalPending = 1 << 16;

    private readonly KernelSockets _sockets;
    private readonly string _session;
    private readonly Lock _lock = new();
    private readonly StringBuilder _pending = new();
    private readonly AutoResetEvent _written = new(initialState: false);
    private readonly Thread _flusher;
    private int _pendingLength;
    private MessageHeader? _pendingParent;
    private OutputStream _pendingStream;
    private volatile bool _disposed;

    public OutputChannel(KernelSockets sockets, string session)
    {
        _sockets = sockets;
        _session = session;
        sockets.Welcome(WelcomeTo);

        // A thread of its own, because cells may have taken every thread of the pool.
        _flusher = new Thread(FlushAtIntervals) { IsBackground = true, Name = "output" };
        _flusher.Start();
    }

    /// <summary>Publishes a message behind all text that was written before it.</summary>
    public void Publish(string type, JsonObject content, MessageHeader? parent)
    {
        lock (_lock)
        {
            FlushPending();
            Send(type, content, parent);
        }
    }

    /// <summary>Publishes a message that a cell produced; waits where the cell produces faster than front ends read.</summary>
    public void PublishOutput(string type, JsonObject content, MessageHeader parent)
    {
        _sockets.WaitForRoom();
        Publish(type, content, parent);
    }

    /// <summary>Publishes text soon; waits where the cell writes faster than front ends read.</summary>
    public void Write(OutputStream stream, ReadOnlySpan<char> text, MessageHeader parent)
    {
        if (text.IsEmpty) return;
        bool first;
        if (Volatile.Read(ref _pendingLength) is 0 or > MaximalPending) _sockets.WaitForRoom();
        lock (_lock)
        {
            var continues = ReferenceEquals(parent, _pendingParent) && stream == _pendingStream;
            if (!continues || _pending.Length > MaximalPending) FlushPending();
            first = _pending.Length == 0;
            _pendingParent = parent;
            _pendingStream = stream;
            _pending.Append(text);
            _pendingLength = _pending.Length;
        }

        if (first) _written.Set();
    }

    /// <summary>Publishes all that was written.</summary>
    public void Flush()
    {
        lock (_lock) FlushPending();
    }

    public void Dispose()
    {
        _disposed = true;
        _written.Set();
        _flusher.Join();
        _written.Dispose();
        Flush();
    }

    private void FlushAtIntervals()
    {
        while (!_disposed)
        {
            _written.WaitOne();
            Thread.Sleep(Interval);
            Flush();
        }
    }

    private void FlushPending()
    {
        if (_pending.Length == 0) return;
        var content = new JsonObject
        {
            ["name"] = _pendingStream == OutputStream.Standard ? "stdout" : "stderr",
            ["text"] = _pending.ToString(),
        };
        _pending.Clear();
        _pendingLength = 0;
        Send("stream", content, _pendingParent);
    }

    /// <summary>
    /// Tells a front end that its subscription holds. Without it a front end asks for anything, waits whether it hears that the
    /// kernel is busy, and asks again.
    /// </summary>
    private Message WelcomeTo(byte[] topic) => new()
    {
        Identities = [topic],
        Header = MessageHeader.Create("iopub_welcome", _session),
        Content = new JsonObject { ["subscription"] = Encoding.UTF8.GetString(topic) },
    };

    private void Send(string type, JsonObject content, MessageHeader? parent) => _sockets.Publish(new Message
    {
        Identities = [Encoding.UTF8.GetBytes($"kernel.{_session}.{type}")],
        Header = MessageHeader.Create(type, _session),
        Parent = parent,
        Content = content,
    });
}
