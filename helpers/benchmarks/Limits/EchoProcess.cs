using System.Diagnostics;

namespace Benchmarks.Limits;

/// <summary>
/// The least that a worker process can be: this program, which sends a byte as soon as it runs, then sends back each byte
/// that it gets, and ends when its input does.
/// </summary>
internal sealed class EchoProcess : IDisposable
{
    /// <summary>The argument that makes this program one.</summary>
    public const string Verb = "echo";

    private readonly Process _process = ThisProgram.Start(Verb);
    private readonly Stream _input;
    private readonly Stream _output;

    public EchoProcess()
    {
        _input = _process.StandardInput.BaseStream;
        _output = _process.StandardOutput.BaseStream;
    }

    /// <summary>What the other process does.</summary>
    public static int Echo()
    {
        using var input = Console.OpenStandardInput();
        using var output = Console.OpenStandardOutput();
        var value = 0;
        do
        {
            output.WriteByte((byte)value);
            value = input.ReadByte();
        }
        while (value >= 0);

        return 0;
    }

    public void Receive()
    {
        if (_output.ReadByte() < 0) throw new InvalidOperationException("The other process has ended.");
    }

    public void SendAndReceive(int count)
    {
        for (var i = 0; i < count; i++)
        {
            _input.WriteByte(0);
            _input.Flush();
            Receive();
        }
    }

    public void Dispose()
    {
        _input.Dispose();
        _process.WaitForExit();
        _process.Dispose();
    }
}
