using System.Text.Json.Nodes;
using CSharpKernel.Language;
using Jupyter.Messaging;

namespace CSharpKernel.Protocol;

/// <summary>Serves a language session to front ends: takes requests, has them handled, replies.</summary>
internal sealed class KernelServer : IDisposable
{
    private readonly string _session = Guid.NewGuid().ToString("N");
    private readonly KernelSockets _sockets;
    private readonly OutputChannel _output;
    private readonly Interruption _interruption = new();
    private readonly ManualResetEventSlim _ended = new();
    private readonly Dictionary<string, IRequestHandler> _shellHandlers;
    private readonly Dictionary<string, IRequestHandler> _controlHandlers;

    public KernelServer(ConnectionInfo connection, ILanguageSession session)
    {
        _sockets = new KernelSockets(connection, _interruption);
        _output = new OutputChannel(_sockets, _session);
        var execute = new ExecuteHandler(session, _output, new InputChannel(_sockets, _session)) { Failed = AbortQueued };
        var shutdown = new ShutdownHandler();
        var info = new KernelInfoHandler();
        _shellHandlers = ToDictionary([execute, info, shutdown, new IsCompleteHandler(session), .. EmptyHandler.All]);
        _controlHandlers = ToDictionary([info, shutdown, new InterruptHandler(_interruption)]);
    }

    /// <summary>Serves until a front end asks the kernel to shut down.</summary>
    public void Run()
    {
        _sockets.Start();
        Start("shell", () => Serve(_sockets.Shell.GetConsumingEnumerable(), _shellHandlers, _sockets.SendShell));
        Start("control", () => Serve(_sockets.Control.GetConsumingEnumerable(), _controlHandlers, _sockets.SendControl));
        _output.Publish("status", Status("starting"), parent: null);
        _ended.Wait();
    }

    /// <summary>Stops the cell that runs, and those that wait.</summary>
    public void Interrupt() => _interruption.Interrupt();

    /// <summary>Ends <see cref="Run"/>.</summary>
    public void Stop() => _ended.Set();

    public void Dispose()
    {
        _output.Dispose();
        _sockets.Dispose();
    }

    private static Dictionary<string, IRequestHandler> ToDictionary(IEnumerable<IRequestHandler> handlers) =>
        handlers.ToDictionary(handler => handler.Type + "_request");

    private static void Start(string name, Action body) => new Thread(() => body()) { IsBackground = true, Name = name }.Start();

    private static JsonObject Status(string state) => new() { ["execution_state"] = state };

    private void Serve(IEnumerable<Request> requests, Dictionary<string, IRequestHandler> handlers, Action<Message> send)
    {
        foreach (var request in requests)
        {
            var message = request.Message;
            if (!handlers.TryGetValue(message.Type, out var handler))
            {
                Log.Warn($"There is no handler for {message.Type}.");
                continue;
            }

            _output.Publish("status", Status("busy"), message.Header);
            Reply(message, HandleSafely(handler, request), send);
            _output.Publish("status", Status("idle"), message.Header);
            if (handler is ShutdownHandler) _ended.Set();
        }
    }

    private static JsonObject HandleSafely(IRequestHandler handler, Request request)
    {
        try
        {
            return handler.Handle(request);
        }
        catch (Exception e)
        {
            Log.Warn($"{request.Message.Type} failed: {e}");
            return new JsonObject
            {
                ["status"] = "error",
                ["ename"] = e.GetType().Name,
                ["evalue"] = e.Message,
                ["traceback"] = new JsonArray(),
            };
        }
    }

    private void AbortQueued()
    {
        var others = new List<Request>();
        while (_sockets.Shell.TryTake(out var request))
        {
            var message = request.Message;
            if (message.Type != "execute_request")
            {
                others.Add(request);
                continue;
            }

            _output.Publish("status", Status("busy"), message.Header);
            Reply(message, new JsonObject { ["status"] = "aborted" }, _sockets.SendShell);
            _output.Publish("status", Status("idle"), message.Header);
        }

        foreach (var request in others) _sockets.Shell.Add(request);
    }

    private void Reply(Message request, JsonObject content, Action<Message> send) => send(new Message
    {
        Identities = request.Identities,
        Header = MessageHeader.Create(request.Type.Replace("_request", "_reply", StringComparison.Ordinal), _session),
        Parent = request.Header,
        Content = content,
    });
}
