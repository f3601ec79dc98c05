using AsyncProgramming.EventLoops;
using AsyncProgramming.Tasking;
using BenchmarkDotNet.Attributes;

namespace Benchmarks.Parts;

/// <summary>One byte to the other end of a connection and back, both ends on one loop.</summary>
public class SocketBenchmarks
{
    private const int RoundTrips = 1_000;

    [Benchmark(OperationsPerInvoke = RoundTrips)]
    public void RoundTrip() => EventLoop.Run(async () =>
    {
        using var listener = Network.Announce();
        var echo = Echo(listener);
        using var connection = await Network.Dial("127.0.0.1", listener.LocalEndPoint.Port);
        var buffer = new byte[1];
        for (var i = 0; i < RoundTrips; i++)
        {
            await connection.Write(buffer);
            await connection.ReadExactly(buffer);
        }

        connection.CloseWrite();
        await echo;
    });

    private static async Task Echo(Listener listener)
    {
        using var connection = await listener.Accept();
        var buffer = new byte[1];
        while (await connection.Read(buffer) > 0) await connection.Write(buffer);
    }
}
