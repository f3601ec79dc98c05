using System.Collections.Concurrent;
using System.Text;
using System.Text.RegularExpressions;

namespace CSharpKernel.Protocol.History;

/// <summary>
/// What was run in this session and in earlier ones. A cell never waits for the file: a thread of its own writes it. Safe to
/// use from any thread.
/// </summary>
internal sealed class CellHistory(HistoryFile? file) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly Lock _sessionLock = new();
    private readonly List<HistoryEntry> _own = [];
    private readonly BlockingCollection<HistoryEntry> _unwritten = [];
    private HistoryFile? _file = file;
    private Thread? _writer;
    private int _session;

    /// <summary>Notes that a cell has been run.</summary>
    public void Add(int line, string input, string? output)
    {
        lock (_lock)
        {
            // The session gets its number when the file is first used.
            var entry = new HistoryEntry(0, line, input, output);
            _own.Add(entry);
            if (_file is null || _unwritten.IsAddingCompleted) return;
            _unwritten.Add(entry);
            if (_writer is not null) return;
            _writer = new Thread(Write) { IsBackground = true, Name = "history" };
            _writer.Start();
        }
    }

    /// <summary>The last cells, those of this session after all others.</summary>
    public IEnumerable<HistoryEntry> Tail(int count) => All().TakeLast(count);

    /// <summary>Cells of one session.</summary>
    /// <param name="session">Its number; 0 for this one, and less for those before it.</param>
    /// <param name="start">The first line.</param>
    /// <param name="stop">The line after the last one; null for all that follow.</param>
    public IEnumerable<HistoryEntry> Range(int session, int start, int? stop)
    {
        var all = All();
        if (session <= 0) session += BeginSession();
        return all.Where(entry => entry.Session == session && entry.Line >= start && (stop is null || entry.Line < stop));
    }

    /// <summary>The last cells whose text matches a pattern.</summary>
    /// <param name="pattern">The pattern, for the whole text: <c>*</c> for any text, <c>?</c> for any character, <c>[a-z]</c>.</param>
    /// <param name="count">How many at most; null for all.</param>
    /// <param name="unique">Whether each text comes once only, where it was run last.</param>
    public IEnumerable<HistoryEntry> Search(string pattern, int? count, bool unique)
    {
        var regex = new Regex(ToRegex(pattern), RegexOptions.CultureInvariant | RegexOptions.Singleline | RegexOptions.NonBacktracking);
        var found = All().Where(entry => regex.IsMatch(entry.Input));
        if (unique) found = found.Reverse().DistinctBy(entry => entry.Input).Reverse();
        return count is { } most ? found.TakeLast(most) : found;
    }

    /// <summary>Writes what is not written yet, and no more.</summary>
    public void Dispose()
    {
        Thread? writer;
        lock (_lock)
        {
            _unwritten.CompleteAdding();
            writer = _writer;
        }

        writer?.Join(Patience);
    }

    private IEnumerable<HistoryEntry> All()
    {
        var session = BeginSession();
        var earlier = Access(file => file.Read(), []);
        lock (_lock) return [.. earlier.Where(entry => entry.Session != session), .. _own.Select(entry => entry with { Session = session })];
    }

    private int BeginSession()
    {
        lock (_sessionLock)
        {
            if (_session == 0) _session = Access(file => file.BeginSession(), 1);
            return _session;
        }
    }

    private void Write()
    {
        foreach (var entry in _unwritten.GetConsumingEnumerable())
        {
            var session = BeginSession();
            var entries = new List<HistoryEntry> { entry };
            while (_unwritten.TryTake(out var next)) entries.Add(next);
            Access(
                file =>
                {
                    file.Add(entries.Select(entry => entry with { Session = session }));
                    return 0;
                },
                0);
        }
    }

    /// <summary>Does without the file from the moment on where it cannot be used.</summary>
    private T Access<T>(Func<HistoryFile, T> work, T otherwise)
    {
        if (Volatile.Read(ref _file) is not { } file) return otherwise;
        try
        {
            return work(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Volatile.Write(ref _file, null);
            Log.Warn($"The history is not kept: {e.Message}");
            return otherwise;
        }
    }

    private static string ToRegex(string pattern)
    {
        var regex = new StringBuilder("^");
        for (var i = 0; i < pattern.Length; i++)
        {
            var close = pattern[i] == '[' ? pattern.IndexOf(']', Math.Min(i + 2, pattern.Length)) : -1;
            if (close > 0)
            {
                var set = pattern[(i + 1)..close].Replace(@"\", @"\\", StringComparison.Ordinal).Replace("[", @"\[", StringComparison.Ordinal);
                regex.Append('[').Append(set).Append(']');
                i = close;
            }
            else
            {
                regex.Append(pattern[i] switch
                {
                    '*' => ".*",
                    '?' => ".",
                    var other => Regex.Escape(other.ToString()),
                });
            }
        }

        return regex.Append(@"\z").ToString();
    }
}
