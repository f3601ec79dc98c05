using System.Collections.Concurrent;

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

    private static readonly BlockingCollection<(string Text, TaskCompletionSource Written)> Waiting = new(MaximalWaiting);
    private static long _lost;
    private static volatile bool _stuck;

    static Log() => new Thread(Write) { IsBackground = true, Name = "log" }.Start();

    /// <summary>Writes a line; returns when it is written, or when nobody reads.</summary>
    public static void Warn(string message)
    {
        var written = new TaskCompletionSource();
        if (!Waiting.TryAdd(($"C# kernel: {message}", written))) Interlocked.Increment(ref _lost);
        else if (!_stuck && !written.Task.Wait(Patience)) _stuck = true;
    }

    private static void Write()
    {
        using var output = new StreamWriter(Console.OpenStandardError()) { AutoFlush = true };
        foreach (var (text, written) in Waiting.GetConsumingEnumerable())
        {
            var lost = Interlocked.Exchange(ref _lost, 0);
            try
            {
                output.WriteLine(text);
                if (lost > 0) output.WriteLine($"C# kernel: {lost} more messages found no room here.");
            }
            catch (IOException)
            {
                // Whoever could read it has gone.
            }

            _stuck = false;
            written.SetResult();
        }
    }
}
