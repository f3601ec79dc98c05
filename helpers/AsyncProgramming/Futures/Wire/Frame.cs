namespace AsyncProgramming.Futures.Wire;

/// <summary>What a frame between a pool and a worker says.</summary>
internal enum FrameKind : byte
{
    /// <summary>To the worker: the number of a method; the content is its <see cref="MethodReference"/>.</summary>
    Define = 1,

    /// <summary>To the worker: a call of a method by its number; the content is its arguments, a JSON array.</summary>
    Call,

    /// <summary>To the worker: give back this call, or all (number 0), unless they have begun.</summary>
    Recall,

    /// <summary>To the worker: no call comes any more; end when all are done.</summary>
    Finish,

    /// <summary>To the pool: a call has ended; the content is its result as JSON.</summary>
    Result,

    /// <summary>To the pool: a call has failed; the content is a <see cref="RemoteFault"/>.</summary>
    Fault,

    /// <summary>To the pool, once for each recall: the content is the numbers of the calls that come back.</summary>
    Returned,
}

/// <summary>
/// What stands before a frame's content: its length in bytes, its kind, the number of the call that it is about, and one
/// value more (a call's method; the microseconds that a result took). Little-endian.
/// </summary>
/// <param name="Kind">What the frame says.</param>
/// <param name="Id">The number of the call, or of the method that is defined.</param>
/// <param name="Value">A call's method, or the microseconds that a result took.</param>
/// <param name="ContentLength">The length of the content, in bytes.</param>
internal readonly record struct FrameHeader(FrameKind Kind, long Id, int Value, int ContentLength)
{
    /// <summary>The length of every header, in bytes.</summary>
    public const int Size = sizeof(int) + sizeof(byte) + sizeof(long) + sizeof(int);
}
