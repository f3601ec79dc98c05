using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using System.Text.Json;
using CSharpKernel;
using CSharpKernel.Language;
using CSharpKernel.Protocol;
using Jupyter.Messaging;

if (ReadConnection(args) is not { } connection) return 2;

// Now, because a cell may leave no room for another thread.
RuntimeHelpers.RunClassConstructor(typeof(Log).TypeHandle);
CellConsole.Redirect();
var session = new CSharpSession();

// A cell must not end the session by an exception on a thread of its own.
ExceptionHandling.SetUnhandledExceptionHandler(exception =>
{
    if (exception is not (OperationCanceledException or ThreadInterruptedException))
    {
        Console.Error.WriteLine(string.Join(
            Environment.NewLine, ["Unhandled exception on a thread of its own:", .. session.Explain(exception).Traceback]));
    }

    return true;
});
AppDomain.CurrentDomain.ProcessExit += (_, _) => session.End();
session.WarmUp();
if (Serve(connection, session) is not { } server) return 1;
using var interrupt = new InterruptSignals(server.Interrupt);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
{
    context.Cancel = true;
    server.Stop();
});
ParentProcess.WhenEnded(server.Stop);
server.Run();

// First what takes as long as it takes. Then not by returning: threads that cells have left behind may never end. Nor may
// anything else keep the process, such as what a cell wants done when it ends.
session.End();
new Thread(static () =>
{
    Thread.Sleep(TimeSpan.FromSeconds(10));
    Process.GetCurrentProcess().Kill();
})
{ IsBackground = true }.Start();
server.Dispose();
Environment.Exit(0);
return 0;

static KernelServer? Serve(ConnectionInfo connection, CSharpSession session)
{
    try
    {
        return new KernelServer(connection, session);
    }
    catch (SocketException e)
    {
        Log.Warn($"The ports of the connection file cannot be bound: {e.Message}");
        return null;
    }
}

static ConnectionInfo? ReadConnection(string[] args)
{
    var file = args switch
    {
        ["--connection-file" or "-f", var path] => path,
        [var path] when !path.StartsWith('-') => path,
        _ => null,
    };
    if (file is null)
    {
        Log.Warn("Usage: dotnet Kernel.dll --connection-file FILE. A Jupyter front end starts it so.");
        return null;
    }

    try
    {
        var connection = ConnectionInfo.Read(file);
        var isLoopback = IPAddress.TryParse(connection.Address, out var address) && IPAddress.IsLoopback(address);
        if (isLoopback && connection.Transport == "tcp") return connection;
        Log.Warn($"{connection.Transport}://{connection.Address} is refused: a kernel runs whatever it is sent, so it listens "
            + "on tcp://127.0.0.1 only.");
        return null;
    }
    catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
    {
        Log.Warn($"The connection file {file} cannot be read: {e.Message}");
        return null;
    }
}
