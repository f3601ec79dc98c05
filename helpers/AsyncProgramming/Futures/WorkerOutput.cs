namespace AsyncProgramming.Futures;

/// <summary>
/// Brings what a worker prints to this process's console: each output on a thread of its own, as that must go on when the
/// thread pool is busy. A worker stops when its pipe is full.
/// </summary>
internal static class WorkerOutput
{
    /// <summary>Copies lines until there are no more.</summary>
    /// <param name="from">The worker's output; disposed of at its end.</param>
    /// <param name="to">Gives what to write a line to, anew for each.</param>
    /// <returns>The thread, which ends when the output has.</returns>
    public static Thread Forward(StreamReader from, Func<TextWriter> to)
    {
        var thread = new Thread(() => CopyLines(from, to)) { Name = "process pool output", IsBackground = true };
        thread.UnsafeStart();
        return thread;
    }

    private static void CopyLines(StreamReader from, Func<TextWriter> to)
    {
        using (from)
        {
            while (ReadLine(from) is { } line)
            {
                try
                {
                    to().WriteLine(line);
                }
#pragma warning disable CA1031 // Whatever the writer throws, nobody listens any more. Read on: the pipe must not fill up.
                catch
#pragma warning restore CA1031
                {
                }
            }
        }
    }

    private static string? ReadLine(StreamReader from)
    {
        try
        {
            return from.ReadLine();
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            return null;
        }
    }
}
