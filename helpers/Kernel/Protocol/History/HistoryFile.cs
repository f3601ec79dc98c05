using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CSharpKernel.Protocol.History;

/// <summary>
/// The file that keeps what was run, for all kernels of a user at once: a line of JSON a cell, <c>[session, line, input,
/// output]</c>, and <c>[session]</c> where a session begins. Whoever reads or writes it holds a lock file beside it.
/// </summary>
/// <param name="path">The file.</param>
/// <param name="maximalLength">How many bytes it may have. When it has more, the older half of them goes.</param>
internal sealed class HistoryFile(string path, long maximalLength = 4 << 20)
{
    private const string Variable = "CSHARP_KERNEL_HISTORY";
    private const string NoFile = "none";
    private const int MaximalText = 100_000;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(10);

    /// <summary>
    /// The user's own file, or the one that the environment's <c>CSHARP_KERNEL_HISTORY</c> names; null where that says
    /// <c>none</c>, or the user has no folder for it.
    /// </summary>
    public static HistoryFile? OfUser()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named)
            return named == NoFile ? null : new HistoryFile(Path.GetFullPath(named));
        var folder = Environment.GetFolderPath(
            Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        return folder.Length == 0 ? null : new HistoryFile(Path.Combine(folder, "csharp-kernel", "history.jsonl"));
    }

    /// <summary>Begins a session.</summary>
    /// <returns>Its number, which no other session has.</returns>
    public int BeginSession() => Locked(() =>
    {
        var session = Lines().Select(line => line.Session).DefaultIfEmpty().Max() + 1;
        Append(new JsonArray(session).ToJsonString() + "\n");
        return session;
    });

    /// <summary>Adds cells.</summary>
    public void Add(IEnumerable<HistoryEntry> entries) => Locked(() =>
    {
        var lines = new StringBuilder();
        foreach (var entry in entries.Where(entry => entry.Input.Length <= MaximalText))
        {
            var output = entry.Output?.Length > MaximalText ? null : entry.Output;
            lines.Append(new JsonArray(entry.Session, entry.Line, entry.Input, output).ToJsonString()).Append('\n');
        }

        Append(lines.ToString());
        return 0;
    });

    /// <summary>All cells that it knows of, in the order in which they were added.</summary>
    public IReadOnlyList<HistoryEntry> Read() => Locked(() => Lines().Where(entry => entry.Line > 0).ToArray());

    private void Append(string lines)
    {
        using (var file = new FileStream(path, Options(FileMode.Append)))
            file.Write(Encoding.UTF8.GetBytes(lines));
        if (new FileInfo(path).Length <= maximalLength) return;
        var kept = File.ReadAllLines(path);
        var length = 0L;
        var first = kept.Length;
        while (first > 0 && (length += Encoding.UTF8.GetByteCount(kept[first - 1]) + 1) <= maximalLength / 2) first--;
        var shorter = path + ".new";
        using (var file = new FileStream(shorter, Options(FileMode.Create)))
            file.Write(Encoding.UTF8.GetBytes(string.Concat(kept[first..].Select(line => line + "\n"))));
        File.Move(shorter, path, overwrite: true);
    }

    private IEnumerable<HistoryEntry> Lines()
    {
        if (!File.Exists(path)) yield break;
        foreach (var line in File.ReadLines(path))
        {
            if (Parse(line) is { } entry) yield return entry;
        }
    }

    /// <summary>A line's entry, with line 0 where a session begins; null if it is broken, as after a crash.</summary>
    private static HistoryEntry? Parse(string line)
    {
        try
        {
            return JsonNode.Parse(line) switch
            {
                JsonArray { Count: 1 } session => new HistoryEntry((int)session[0]!, 0, "", null),
                JsonArray { Count: 4 } entry when (string?)entry[2] is { } input =>
                    new HistoryEntry((int)entry[0]!, (int)entry[1]!, input, (string?)entry[3]),
                _ => null,
            };
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or ArgumentNullException)
        {
            return null;
        }
    }

    private T Locked<T>(Func<T> work)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var givenUp = DateTime.UtcNow + Patience;
        while (true)
        {
            FileStream gate;
            try
            {
                gate = new FileStream(path + ".lock", Options(FileMode.OpenOrCreate));
            }
            catch (IOException) when (DateTime.UtcNow < givenUp)
            {
                Thread.Sleep(Interval);
                continue;
            }

            using (gate) return work();
        }
    }

    /// <summary>For nobody else to open meanwhile; and since code may hold secrets, for no other user to read.</summary>
    private static FileStreamOptions Options(FileMode mode)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return options;
    }
}
