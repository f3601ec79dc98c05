using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using CSharpKernel.Language;
using CSharpKernel.Protocol.History;
using Jupyter.Messaging;

namespace CSharpKernel.Protocol;

/// <summary>
/// Serves a language session to front ends: takes requests, has them handled, replies. Cells run in turn. What concerns the
/// cell that is being typed is answered meanwhile, on a thread of its own, and so is what comes on the control channel.
/// </summary>
internal sealed class KernelServer : IDisposable
{
    // A completion that was asked for behind a cell shall see what the cell declares; but nobody waits longer for it.
    private static readonly TimeSpan PatienceForCells = TimeSpan.FromMilliseconds(100);

    // A reader who looks at a result and begins to type; no run of a whole notebook, whose cells follow each other.
    private static readonly TimeSpan IdleTime = TimeSpan.FromSeconds(2);

    private readonly ILanguageSession _language;
    private readonly string _session = Guid.NewGuid().ToString("N");
    private readonly KernelSockets _sockets;
    private readonly OutputChannel _output;
    private readonly KernelStatus _status;
    private readonly CellHistory _history = new(HistoryFile.OfUser());
    private readonly ManualResetEventSlim _ended = new();
    private readonly ShellProgress _progress = new();
    private readonly BlockingCollection<Request> _inTurn = [];
    private readonly BlockingCollection<(Request Request, long After)> _meanwhile = [];
    private readonly Dictionary<string, IRequestHandler> _inTurnHandlers;
    private readonly Dictionary<string, IRequestHandler> _meanwhileHandlers;
    private readonly Dictionary<string, IRequestHandler> _controlHandlers;
    private int _preparing;

    public KernelServer(ConnectionInfo connection, ILanguageSession session)
    {
        _language = session;
        _sockets = new KernelSockets(connection, Receive);
        _output = new OutputChannel(_sockets, _session);
        _status = new KernelStatus(_output);
        var input = new InputChannel(_sockets, _session);
        var shutdown = new ShutdownHandler();
        var info = new KernelInfoHandler();
        _inTurnHandlers = ToDictionary(
        [
            new ExecuteHandler(session, _output, input, _history) { Failed = AbortQueued },
            new CommInfoHandler(),
            new CommOpenHandler(_output),
            new ClosedCommHandler("comm_msg"),
            new ClosedCommHandler("comm_close"),
            info,
            shutdown,
        ]);
        _meanwhileHandlers = ToDictionary(
        [
            new CompleteHandler(session),
            new InspectHandler(session),
            new SignatureHelpHandler(session),
            new DiagnosticsHandler(session),
            new IsCompleteHandler(session),
            new HistoryHandler(_history),
        ]);
        _controlHandlers = ToDictionary([info, shutdown, new InterruptHandler(_sockets), new UsageHandler()]);
    }

    /// <summary>Serves until a front end asks the kernel to shut down.</summary>
    public void Run()
    {
        _sockets.Start();
        Start("shell", ServeInTurn);
        Start("typing", ServeMeanwhile);
        Start("control", ServeControl);
        _status.Start();
        _ended.Wait();
    }

    /// <summary>Stops the cell that runs, and those that wait.</summary>
    public void Interrupt() => _sockets.Interrupt();

    /// <summary>Ends <see cref="Run"/>.</summary>
    public void Stop() => _ended.Set();

    public void Dispose()
    {
        _history.Dispose();
        _output.Dispose();
        _sockets.Dispose();
    }

    private static Dictionary<string, IRequestHandler> ToDictionary(IEnumerable<IRequestHandler> handlers) =>
        handlers.ToDictionary(handler => handler.Type);

    private static void Start(string name, Action body) => new Thread(() => body()) { IsBackground = true, Name = name }.Start();

    private void Receive(Request request)
    {
        if (_meanwhileHandlers.ContainsKey(request.Message.Type))
        {
            _meanwhile.Add((request, _progress.Received));
            return;
        }

        _progress.Receive();
        _inTurn.Add(request);
    }

    private void ServeInTurn()
    {
        foreach (var request in _inTurn.GetConsumingEnumerable())
        {
            _progress.Begin();
            Serve(request, _inTurnHandlers, _sockets.SendShell, inTurn: true);
            _progress.End();
            if (request.Message.Type == "execute_request") PrepareCompletion();
        }
    }

    /// <summary>Has completion ready before the reader types: when the first cell has run, or the first one is opened.</summary>
    private void PrepareCompletion()
    {
        if (Interlocked.Exchange(ref _preparing, 1) == 0) Start("completion", WarmUpCompletion);
    }

    private void WarmUpCompletion()
    {
        _progress.WaitUntilIdle(IdleTime);
        try
        {
            _language.WarmUpCompletion();
        }
        catch (Exception e)
        {
            Log.Warn($"Completion could not be prepared: {e}");
        }
    }

    private void ServeMeanwhile()
    {
        foreach (var (request, after) in _meanwhile.GetConsumingEnumerable())
        {
            _progress.Wait(after, PatienceForCells);
            Serve(request, _meanwhileHandlers, _sockets.SendShell);
            if (request.Message.Type != "history_request") PrepareCompletion();
        }
    }

    private void ServeControl()
    {
        foreach (var request in _sockets.Control.GetConsumingEnumerable()) Serve(request, _controlHandlers, _sockets.SendControl);
    }

    private void Serve(
        Request request, Dictionary<string, IRequestHandler> handlers, Action<Message> send, bool inTurn = false)
    {
        var message = request.Message;
        if (!handlers.TryGetValue(message.Type, out var handler))
        {
            Log.Warn($"There is no handler for {message.Type}.");
            return;
        }

        _status.Begin(message.Header, inTurn);
        if (HandleSafely(handler, request) is { } content)
        {
            // Every front end of the kernel learns of its end, not only the one that asked for it.
            if (handler is ShutdownHandler) _output.Publish("shutdown_reply", (JsonObject)content.DeepClone(), message.Header);
            Reply(message, content, send);
        }

        _status.End(message.Header);
        if (handler is ShutdownHandler) _ended.Set();
    }

    private static JsonObject? HandleSafely(IRequestHandler handler, Request request)
    {
        try
        {
            return handler.Handle(request);
        }
        catch (Exception e)
        {
            if (!request.Interrupt.IsCancellationRequested) Log.Warn($"{request.Message.Type} failed: {e}");
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
        while (_inTurn.TryTake(out var request))
        {
            var message = request.Message;
            if (message.Type != "execute_request")
            {
                others.Add(request);
                continue;
            }

            _status.Begin(message.Header, inTurn: false);
            Reply(message, new JsonObject { ["status"] = "aborted" }, _sockets.SendShell);
            _status.End(message.Header);
            _progress.End();
        }

        foreach (var request in others) _inTurn.Add(request);
    }

    private void Reply(Message request, JsonObject content, Action<Message> send) => send(new Message
    {
        Identities = request.Identities,
        Header = MessageHeader.Create(request.Type.Replace("_request", "_reply", StringComparison.Ordinal), _session),
        Parent = request.Header,
        Content = content,
    });
}
