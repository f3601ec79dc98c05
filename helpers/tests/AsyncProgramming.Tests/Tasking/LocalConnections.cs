using AsyncProgramming.Tasking;

namespace AsyncProgramming.Tests.Tasking;

/// <summary>What the tests of the network do again and again, on this machine.</summary>
internal static class LocalConnections
{
    public static async Task<int> Read(Connection connection, CancellationToken token) =>
        await connection.Read(new byte[16], token);

    public static ValueTask<Connection> Dial(Listener listener) =>
        Network.Dial("127.0.0.1", listener.LocalEndPoint.Port, CancellationToken.None);

    public static async Task<(Connection Here, Connection There)> Pair()
    {
        using var listener = Network.Announce();
        var here = await Dial(listener);
        return (here, await listener.Accept());
    }

    public static void Close(params ReadOnlySpan<Connection> connections)
    {
        foreach (var connection in connections) connection.Dispose();
    }

    public static async Task<byte[]> ReadToEnd(Connection connection)
    {
        var all = new MemoryStream();
        var buffer = new byte[4096];
        while (await connection.Read(buffer) is > 0 and var count) all.Write(buffer, 0, count);
        return all.ToArray();
    }

    /// <summary>Accepts for ever, with a task for each connection; ends with the last other task.</summary>
    public static void Serve(Listener listener, Func<Connection, Task> serve) => CooperativeTask.Start(async () =>
    {
        CooperativeTask.Current.IsSystem = true;
        while (true)
        {
            var connection = await listener.Accept();
            CooperativeTask.Start(async () =>
            {
                using (connection) await serve(connection);
            });
        }
    });
}
