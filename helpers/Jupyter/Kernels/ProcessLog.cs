namespace Jupyter.Kernels;

/// <summary>
/// What a process wrote, its first lines and its last: one or the other says why it ended. Safe to use from any thread.
/// </summary>
internal sealed class ProcessLog
{
    private const int Count = 5;
    private const int LongestLine = 200;

    private readonly Lock _lock = new();
    private readonly List<string> _first = [];
    private readonly Queue<string> _last = new();
    private int _left;

    public void Add(string? line)
    {
        if (string.IsNullOrWhiteSpace(line)) return;
        if (line.Length > LongestLine) line = line[..LongestLine] + " …";
        lock (_lock)
        {
            if (_first.Count < Count)
            {
                _first.Add(line);
                return;
            }

            _last.Enqueue(line);
            if (_last.Count <= Count) return;
            _last.Dequeue();
            _left++;
        }
    }

    /// <summary>A sentence to put behind what happened; empty where the process wrote nothing.</summary>
    public override string ToString()
    {
        lock (_lock)
        {
            if (_first.Count == 0) return "";
            IEnumerable<string> lines = [.. _first, .. _left > 0 ? ["…"] : Array.Empty<string>(), .. _last];
            return $" It wrote:\n{string.Join('\n', lines)}";
        }
    }
}
