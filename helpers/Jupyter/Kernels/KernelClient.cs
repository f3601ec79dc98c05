using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Jupyter.Messaging;
using NetMQ;
using NetMQ.Sockets;

namespace Jupyter.Kernels;

/// <summary>
/// A front end's side of the Jupyter protocol: sends requests to a kernel and hands on what it answers and publishes.
/// Safe to use from any thread. What it calls back runs on its own network thread and must be quick.
/// </summary>
public sealed class KernelClient : IDisposable
{
    private static readonly TimeSpan ReplyPatience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan SubscriptionPatience = TimeSpan.FromMilliseconds(100);

    private readonly string _session = Guid.NewGuid().ToString("N");
    private readonly MessageFormat _format;
    private readonly NetMQPoller _poller;
    private readonly DealerSocket _shell;
    private readonly DealerSocket _control;
    private readonly DealerSocket _stdin;
    private readonly SubscriberSocket _iopub;
    private readonly NetMQQueue<(DealerSocket Socket, Message Message)> _outgoing = new();
    private readonly ConcurrentDictionary<string, Request> _requests = new();
    private readonly TaskCompletionSource<Message> _disconnected = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _welcomed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _disposed;

    /// <summary>Connects to a kernel, which need not be there yet.</summary>
    public KernelClient(ConnectionInfo connection)
    {
        ArgumentNullException.ThrowIfNull(connection);
        _format = new MessageFormat(connection.Key);
        // The kernel finds the stdin channel of the front end that sent a request by the identity of its shell channel.
        var identity = Guid.NewGuid().ToByteArray();
        _shell = Connect(new DealerSocket(), connection.ShellPort);
        _control = Connect(new DealerSocket(), connection.ControlPort);
        _stdin = Connect(new DealerSocket(), connection.StdinPort);
        _iopub = Connect(new SubscriberSocket(), connection.IOPubPort);
        _iopub.SubscribeToAnyTopic();

        _shell.ReceiveReady += (_, _) => Receive(_shell, OnReply);
        _control.ReceiveReady += (_, _) => Receive(_control, OnReply);
        _stdin.ReceiveReady += (_, _) => Receive(_stdin, OnInputRequest);
        _iopub.ReceiveReady += (_, _) => Receive(_iopub, OnPublished);
        _outgoing.ReceiveReady += (_, _) =>
        {
            while (_outgoing.TryDequeue(out var next, TimeSpan.Zero))
                next.Socket.SendMultipartMessage(_format.Write(next.Message));
        };
        _poller = [_shell, _control, _stdin, _iopub, _outgoing];
        _poller.RunAsync("Kernel client");

        T Connect<T>(T socket, int port) where T : NetMQSocket
        {
            socket.Options.Identity = identity;
            socket.Options.Linger = TimeSpan.Zero;
            socket.Options.SendHighWatermark = 0;
            socket.Options.ReceiveHighWatermark = 0;
            socket.Options.ReconnectInterval = TimeSpan.FromMilliseconds(20);
            socket.Connect(connection.Endpoint(port));
            return socket;
        }
    }

    /// <summary>Raised for everything that the kernel publishes, whoever asked for it.</summary>
    public event Action<Message>? Published;

    /// <summary>
    /// Answers the kernel's questions to the user, given the prompt and whether it asks for a password. Where it is
    /// <see langword="null"/>, code that asks a question fails. Who cancels leaves the question without an answer.
    /// </summary>
    public Func<string, bool, Task<string>>? Input { get; set; }

    /// <summary>Why nothing is answered any more; <see langword="null"/> as long as the kernel is there.</summary>
    public KernelException? DisconnectReason => _disconnected.Task.Exception?.InnerException as KernelException;

    /// <summary>
    /// Waits until the kernel answers and what it publishes arrives here. (A subscription takes effect some time after the
    /// connection; what is published before that is lost. Some kernels say when it does, of others one has to hear something.
    /// A request may be lost as well: where another process still had the kernel's port, that process got it.)
    /// </summary>
    /// <returns>The kernel's <c>kernel_info_reply</c>.</returns>
    public async Task<JsonObject> WaitUntilReadyAsync(CancellationToken cancellation = default)
    {
        while (true)
        {
            var request = Send(KernelChannel.Shell, "kernel_info_request", []);
            try
            {
                var reply = await request.Reply.WaitAsync(ReplyPatience, cancellation).ConfigureAwait(false);
                var heard = await Task.WhenAny(request.Idle, _welcomed.Task)
                    .WaitAsync(SubscriptionPatience, cancellation).ConfigureAwait(false);
                await heard.ConfigureAwait(false);
                return reply.Content;
            }
            catch (TimeoutException)
            {
                // Not there or not subscribed yet: ask again.
            }
        }
    }

    /// <summary>Runs code and waits until the kernel has answered and has published everything that belongs to it.</summary>
    /// <param name="code">The code.</param>
    /// <param name="output">
    /// Called with each message that the kernel publishes for it, also with those that come after the answer.
    /// </param>
    /// <param name="cancellation">Ends the waiting; it does not stop the code: see <see cref="KernelProcess.InterruptAsync"/>.</param>
    /// <exception cref="KernelException">The kernel ended.</exception>
    public async Task<ExecuteReply> ExecuteAsync(
        string code, Action<Message>? output = null, CancellationToken cancellation = default)
    {
        var request = Send(KernelChannel.Shell, "execute_request", new JsonObject
        {
            ["code"] = code,
            ["silent"] = false,
            ["store_history"] = true,
            ["user_expressions"] = new JsonObject(),
            ["allow_stdin"] = Input is not null,
            ["stop_on_error"] = true,
        }, output);
        var reply = await request.Reply.WaitAsync(cancellation).ConfigureAwait(false);
        await request.Idle.WaitAsync(cancellation).ConfigureAwait(false);
        return new ExecuteReply((string?)reply.Content["status"] ?? "", (int?)reply.Content["execution_count"], reply.Content);
    }

    /// <summary>Sends any request and waits for its answer.</summary>
    /// <exception cref="KernelException">The kernel ended.</exception>
    public async Task<JsonObject> RequestAsync(
        KernelChannel channel, string type, JsonObject content, CancellationToken cancellation = default)
    {
        var request = Send(channel, type, content);
        try
        {
            var reply = await request.Reply.WaitAsync(cancellation).ConfigureAwait(false);
            return reply.Content;
        }
        finally
        {
            // An editor asks with every key press: nothing shall be left of that.
            _requests.TryRemove(request.Id, out _);
        }
    }

    /// <summary>Fails every request that is waiting and every later one: the kernel is gone.</summary>
    public void Disconnect(KernelException reason)
    {
        ArgumentNullException.ThrowIfNull(reason);
        if (!_disconnected.TrySetException(reason)) return;
        _ = _disconnected.Task.Exception; // Observed: it need not concern anybody.
        foreach (var request in _requests.Values) request.Fail(reason);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0) return;
        Disconnect(new KernelException("The connection to the kernel was closed."));
        _poller.Dispose();
        _shell.Dispose();
        _control.Dispose();
        _stdin.Dispose();
        _iopub.Dispose();
        _outgoing.Dispose();
    }

    private Request Send(KernelChannel channel, string type, JsonObject content, Action<Message>? output = null)
    {
        ObjectDisposedException.ThrowIf(_disposed != 0, this);
        var message = new Message { Header = MessageHeader.Create(type, _session, Environment.UserName), Content = content };
        var request = new Request(message.Header.Id, output);
        _requests[request.Id] = request;
        _outgoing.Enqueue((channel == KernelChannel.Shell ? _shell : _control, message));
        if (DisconnectReason is { } reason) request.Fail(reason);
        return request;
    }

    private void Receive(NetMQSocket socket, Action<Message> handle)
    {
        NetMQMessage? frames = null;
        while (socket.TryReceiveMultipartMessage(ref frames))
        {
            Message message;
            try
            {
                message = _format.Read(frames);
            }
            catch (MessageFormatException)
            {
                continue; // Not from our kernel: nobody else knows the key.
            }

            handle(message);
        }
    }

    private void OnReply(Message message)
    {
        if (Find(message) is { } request) request.Answer(message);
    }

    private void OnPublished(Message message)
    {
        Published?.Invoke(message);
        if (message.Type == "iopub_welcome") _welcomed.TrySetResult();
        if (Find(message) is not { } request) return;
        if (message.Type == "status" && (string?)message.Content["execution_state"] == "idle") request.End();
        else request.Output?.Invoke(message);
    }

    private void OnInputRequest(Message message)
    {
        if (message.Type != "input_request" || Input is not { } input) return;
        var prompt = (string?)message.Content["prompt"] ?? "";
        var password = (bool?)message.Content["password"] ?? false;
        _ = Task.Run(async () =>
        {
            string value;
            try
            {
                value = await input(prompt, password).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                return; // Nobody will answer; the code that asks is stopped by an interrupt.
            }

            _outgoing.Enqueue((_stdin, new Message
            {
                Header = MessageHeader.Create("input_reply", _session, Environment.UserName),
                Parent = message.Header,
                Content = new JsonObject { ["value"] = value },
            }));
        });
    }

    private Request? Find(Message message) => message.Parent is { } parent ? _requests.GetValueOrDefault(parent.Id) : null;

    /// <summary>A request on its way. One that runs code is remembered as long as the client: its output may come late.</summary>
    private sealed class Request(string id, Action<Message>? output)
    {
        private readonly TaskCompletionSource<Message> _reply = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public string Id => id;

        public Action<Message>? Output { get; } = output;

        public Task<Message> Reply => _reply.Task;

        public Task Idle => _idle.Task;

        public void Answer(Message message) => _reply.TrySetResult(message);

        public void End() => _idle.TrySetResult();

        public void Fail(Exception reason)
        {
            if (_reply.TrySetException(reason)) _ = _reply.Task.Exception;
            if (_idle.TrySetException(reason)) _ = _idle.Task.Exception;
        }
    }
}
