using System.Collections.Concurrent;
using System.Net;
using CSharpKernel.Transport;
using Jupyter.Messaging;

namespace CSharpKernel.Protocol;

/// <summary>A kernel's five sockets. Messages are sent from any thread.</summary>
internal sealed class KernelSockets : IDisposable
{
    private readonly MessageFormat _format;
    private readonly Interruption _interruption = new();
    private readonly RepeatedWarning _dropped = new("A message was dropped", "messages were dropped");
    private readonly ZmtpNetwork _network = new();
    private readonly ZmtpSocket _shell;
    private readonly ZmtpSocket _control;
    private readonly ZmtpSocket _stdin;
    private readonly ZmtpSocket _iopub;

    /// <summary>Binds the sockets.</summary>
    /// <param name="connection">Where.</param>
    /// <param name="shell">Takes the requests of the shell channel, on the network's thread.</param>
    public KernelSockets(ConnectionInfo connection, Action<Request> shell)
    {
        _format = new MessageFormat(connection.Key);
        var address = IPAddress.Parse(connection.Address);
        _shell = Bind(ZmtpPattern.Router, connection.ShellPort);
        _control = Bind(ZmtpPattern.Router, connection.ControlPort);
        _stdin = Bind(ZmtpPattern.Router, connection.StdinPort);
        _iopub = Bind(ZmtpPattern.Publisher, connection.IOPubPort);
        var heartbeat = Bind(ZmtpPattern.Router, connection.HeartbeatPort);
        _shell.Received = frames => Receive(frames, shell);
        _control.Received = frames => Receive(frames, Control.Add);
        _stdin.Received = frames => Receive(frames, Stdin.Add);
        heartbeat.Received = heartbeat.Send;

        ZmtpSocket Bind(ZmtpPattern pattern, int port) => _network.Bind(pattern, new IPEndPoint(address, port));
    }

    /// <summary>Requests that are answered while another one runs.</summary>
    public BlockingCollection<Request> Control { get; } = [];

    /// <summary>The user's input.</summary>
    public BlockingCollection<Request> Stdin { get; } = [];

    /// <summary>What who subscribes to a topic of iopub is greeted with, on the network's thread. Only before <see cref="Start"/>.</summary>
    public void Welcome(Func<byte[], Message> message) => _iopub.Welcome = topic => _format.WriteFrames(message(topic));

    /// <summary>Begins to receive.</summary>
    public void Start() => _network.Start();

    /// <summary>
    /// Interrupts the requests that front ends have sent so far: also those which are still to be read, because the wish to
    /// interrupt came by another way and was faster. Where nothing was sent, nothing happens.
    /// </summary>
    public void Interrupt()
    {
        _network.CatchUp();
        _interruption.Interrupt();
    }

    public void SendShell(Message message) => _shell.Send(_format.WriteFrames(message));

    public void SendControl(Message message) => _control.Send(_format.WriteFrames(message));

    public void SendStdin(Message message) => _stdin.Send(_format.WriteFrames(message));

    public void Publish(Message message) => _iopub.Send(_format.WriteFrames(message));

    /// <summary>Waits while front ends have not received much of what was published.</summary>
    public void WaitForRoom() => _iopub.WaitForRoom();

    /// <summary>Sends all that was handed in, and closes the sockets.</summary>
    public void Dispose()
    {
        _network.Dispose();
        _dropped.End();
    }

    private void Receive(IReadOnlyList<byte[]> frames, Action<Request> take)
    {
        try
        {
            take(new Request(_format.ReadFrames(frames), _interruption.Next));
        }
        catch (MessageFormatException e)
        {
            _dropped.Add(e.Message);
        }
    }
}
