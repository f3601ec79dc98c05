using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Jupyter.Messaging;

namespace Kernel.Tests.Protocol;

/// <summary>A kernel started by hand, where a test looks at what the client hides.</summary>
internal sealed class ConnectionFileOfAKernel : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    public ConnectionFileOfAKernel()
    {
        var listeners = Enumerable.Range(0, 5).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToArray();
        foreach (var listener in listeners) listener.Start();
        var ports = listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port).ToArray();
        foreach (var listener in listeners) listener.Dispose();
        Connection = new ConnectionInfo
        {
            ShellPort = ports[0],
            ControlPort = ports[1],
            IOPubPort = ports[2],
            StdinPort = ports[3],
            HeartbeatPort = ports[4],
            Key = "key",
        };
        File.WriteAllText(_path, Connection.ToJson());
    }

    public ConnectionInfo Connection { get; }

    public static Process Start(params string[] arguments) => Process.Start(StartInfo(arguments))!;

    public Process Start(int? parentId = null)
    {
        var start = StartInfo("--connection-file", _path);
        if (parentId is not null) start.Environment["JPY_PARENT_PID"] = $"{parentId}";
        return Process.Start(start)!;
    }

    public void Dispose() => File.Delete(_path);

    private static ProcessStartInfo StartInfo(params string[] arguments) =>
        new(RunningKernel.Spec.Arguments[0], [RunningKernel.Spec.Arguments[1], .. arguments]) { RedirectStandardError = true };
}
