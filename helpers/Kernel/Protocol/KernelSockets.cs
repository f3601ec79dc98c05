using System.Collections.Concurrent;
using Jupyter.Messaging;
using NetMQ;
using NetMQ.Sockets;

namespace CSharpKernel.Protocol;

/// <summary>
/// A kernel's five sockets. One thread owns them all, as ZeroMQ demands; messages are sent from any thread, through a queue,
/// in the order in which they were handed in.
/// </summary>
internal sealed class KernelSockets : IDisposable
{
    private readonly MessageFormat _format;
    private readonly RouterSocket _shell = new();
    private readonly RouterSocket _control = new();
    private readonly RouterSocket _stdin = new();
    private readonly PublisherSocket _iopub = new();
    private readonly RouterSocket _heartbeat = new();
    private readonly NetMQQueue<(NetMQSocket Socket, NetMQMessage Frames)> _outgoing = new();
    private readonly NetMQPoller _poller;
    private readonly Thread _thread;

    public KernelSockets(ConnectionInfo connection)
    {
        _format = new MessageFormat(connection.Key);

        // A publisher drops what exceeds its high-water mark; a cell's output must not be dropped.
        _iopub.Options.SendHighWatermark = 0;
        foreach (var router in (RouterSocket[])[_shell, _control, _stdin])
        {
            router.Options.SendHighWatermark = 0;
            router.Options.ReceiveHighWatermark = 0;
        }

        _shell.Bind(connection.Endpoint(connection.ShellPort));
        _control.Bind(connection.Endpoint(connection.ControlPort));
        _stdin.Bind(connection.Endpoint(connection.StdinPort));
        _iopub.Bind(connection.Endpoint(connection.IOPubPort));
        _heartbeat.Bind(connection.Endpoint(connection.HeartbeatPort));
        _shell.ReceiveReady += (_, _) => Receive(_shell, Shell);
        _control.ReceiveReady += (_, _) => Receive(_control, Control);
        _stdin.ReceiveReady += (_, _) => Receive(_stdin, Stdin);
        _heartbeat.ReceiveReady += (_, _) => _heartbeat.SendMultipartMessage(_heartbeat.ReceiveMultipartMessage());
        _outgoing.ReceiveReady += (_, _) => Send();
        _poller = [_shell, _control, _stdin, _iopub, _heartbeat, _outgoing];
        _thread = new Thread(_poller.Run) { IsBackground = true, Name = "sockets" };
    }

    /// <summary>Requests that run in turn.</summary>
    public BlockingCollection<Message> Shell { get; } = [];

    /// <summary>Requests that are answered while another one runs.</summary>
    public BlockingCollection<Message> Control { get; } = [];

    /// <summary>The user's input.</summary>
    public BlockingCollection<Message> Stdin { get; } = [];

    /// <summary>Begins to receive.</summary>
    public void Start() => _thread.Start();

    public void SendShell(Message message) => Enqueue(_shell, message);

    public void SendControl(Message message) => Enqueue(_control, message);

    public void SendStdin(Message message) => Enqueue(_stdin, message);

    public void Publish(Message message) => Enqueue(_iopub, message);

    /// <summary>Sends all that was handed in, and closes the sockets.</summary>
    public void Dispose()
    {
        if (_thread.IsAlive)
        {
            _poller.Stop();
            _thread.Join();
        }

        Send();
        foreach (var socket in (NetMQSocket[])[_shell, _control, _stdin, _iopub, _heartbeat])
        {
            socket.Options.Linger = TimeSpan.FromSeconds(1);
            socket.Dispose();
        }

        _outgoing.Dispose();
        _poller.Dispose();
        NetMQConfig.Cleanup(block: true);
        Shell.Dispose();
        Control.Dispose();
        Stdin.Dispose();
    }

    private void Enqueue(NetMQSocket socket, Message message) => _outgoing.Enqueue((socket, _format.Write(message)));

    private void Send()
    {
        while (_outgoing.TryDequeue(out var item, TimeSpan.Zero)) item.Socket.SendMultipartMessage(item.Frames);
    }

    private void Receive(RouterSocket socket, BlockingCollection<Message> queue)
    {
        NetMQMessage? frames = null;
        while (socket.TryReceiveMultipartMessage(ref frames, expectedFrameCount: 8))
        {
            try
            {
                queue.Add(_format.Read(frames!));
            }
            catch (MessageFormatException e)
            {
                Log.Warn($"A message was dropped: {e.Message}.");
            }
        }
    }
}
