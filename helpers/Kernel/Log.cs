namespace CSharpKernel;

/// <summary>
/// What the kernel itself has to say, on the process's standard error; a cell's output never goes there, and
/// <see cref="Console.Error"/> belongs to the cells. Where whoever started the kernel reads nothing of it, the pipe gets full
/// and a write never returns: so a thread of its own writes, and what finds no room any more is only counted.
/// </summary>
internal static class Log
{
    private const int MaximalWaiting = 1000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private static readonly object Lock = new();
    private static readonly Queue<string> Waiting = new();
    private static long _added;
    private static long _written;
    private static long _lost;
    private static bool _stuck;

    static Log() => new Thread(Write) { IsBackground = true, Name = "log" }.Start();

    /// <summary>Writes a line; returns when it is written, or when nobody reads.</summary>
    public static void Warn(string message)
    {
        lock (Lock)
        {
            if (Waiting.Count == MaximalWaiting)
            {
                _lost++;
                return;
            }

            Waiting.Enqueue($"C# kernel: {message}");
            Monitor.PulseAll(Lock);
            for (var mine = ++_added; _written < mine && !_stuck;) _stuck = !Monitor.Wait(Lock, Patience);
        }
    }

    private static void Write()
    {
        using var output = new StreamWriter(Console.OpenStandardError()) { AutoFlush = true };
        while (true)
        {
            string line;
            long lost;
            lock (Lock)
            {
                while (Waiting.Count == 0) Monitor.Wait(Lock);
                line = Waiting.Dequeue();
                (lost, _lost) = (_lost, 0);
            }

            try
            {
                output.WriteLine(line);
                if (lost > 0) output.WriteLine($"C# kernel: {lost} more messages found no room here.");
            }
            catch (IOException)
            {
                // Whoever could read it has gone.
            }

            lock (Lock)
            {
                _written++;
                _stuck = false;
                Monitor.PulseAll(Lock);
            }
        }
    }
}
