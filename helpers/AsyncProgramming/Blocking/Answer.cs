using System.Runtime.InteropServices;
using System.Text;

namespace AsyncProgramming.Blocking;

/// <summary>
/// A line that arrives in one piece or in several: TCP keeps the bytes and their order, not the pieces in which they were
/// sent. For one thread at a time.
/// </summary>
internal sealed class Answer
{
    private readonly List<byte> _received = [];

    /// <summary>Where to receive the next piece.</summary>
    public byte[] Buffer { get; } = new byte[256];

    /// <summary>Whether the line's end has been received.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>The line without its end.</summary>
    public string Text => Encoding.UTF8.GetString(CollectionsMarshal.AsSpan(_received));

    /// <summary>Takes what has been received into <see cref="Buffer"/>.</summary>
    /// <param name="count">The number of bytes; 0 where the other side has closed the connection.</param>
    /// <exception cref="EndOfStreamException">The connection was closed before the line's end.</exception>
    public void Add(int count)
    {
        if (count == 0) throw new EndOfStreamException("The server closed the connection before it had answered.");
        IsComplete = Buffer[count - 1] == '\n';
        _received.AddRange(Buffer.AsSpan(0, IsComplete ? count - 1 : count));
    }
}
