using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using AsyncProgramming.Worker;

// The process behind a worker of a ProcessPoolExecutor. Its argument is the socket to connect to.
if (args is not [var address])
{
    Console.Error.WriteLine("This program is started by ProcessPoolExecutor, not by hand.");
    return 2;
}

// Ctrl+C reaches every process of a terminal; what happens to the pool is its own process's decision.
using var ignored = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => context.Cancel = true);
// The pool closes the standard input as soon as the socket is there.
Console.OpenStandardInput().ReadByte();
using var toPool = Connect(address);
using var fromPool = Connect(address);
if (toPool is null || fromPool is null) return 1;
// While the pool sends its first call.
Console.SetOut(Utf8(Console.OpenStandardOutput()));
Console.SetError(Utf8(Console.OpenStandardError()));
var inbox = new Inbox(fromPool, toPool);
new CallRunner(inbox).Run();
// Not a return: threads that a call has left behind must not keep the process alive.
Environment.Exit(0);
return 0;

// Nothing where the pool has ended meanwhile.
static Socket? Connect(string address)
{
    var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    try
    {
        socket.Connect(new UnixDomainSocketEndPoint(address));
        return socket;
    }
    catch (SocketException)
    {
        socket.Dispose();
        return null;
    }
}

static TextWriter Utf8(Stream stream) =>
    TextWriter.Synchronized(new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { AutoFlush = true });
