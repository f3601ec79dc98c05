using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Course.Readers;

/// <summary>
/// The folder in which readers' data is kept: a file a notebook, readable by its user only. A file is replaced as a whole, and
/// by one program at a time, so that a crash loses nothing and two servers do not undo what the other has kept. Safe to use
/// from any thread.
/// </summary>
/// <param name="path">The folder; it need not be there yet.</param>
internal sealed class ReaderFolder(string path)
{
    private const int LongestName = 60;
    private const int LockAttempts = 100;
    private static readonly TimeSpan LockInterval = TimeSpan.FromMilliseconds(20);
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        RespectNullableAnnotations = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Another folder than the user's own may be named here.</summary>
    public const string Variable = "ASYNC_COURSE_DATA";

    /// <summary>The folder of this user: what the variable names, or one beside the data of the user's other programs.</summary>
    public static ReaderFolder OfUser()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named) return new ReaderFolder(System.IO.Path.GetFullPath(named));
        var data = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        if (data.Length == 0) data = System.IO.Path.GetTempPath();
        return new ReaderFolder(System.IO.Path.Combine(data, "async-course"));
    }

    /// <summary>Where it is.</summary>
    public string Path { get; } = path;

    /// <summary>What is kept for a notebook; empty data where nothing is.</summary>
    /// <param name="notebook">The notebook's file.</param>
    /// <param name="problem">
    /// What the reader should know: a file that cannot be understood was set aside. <see langword="null"/> for nothing.
    /// </param>
    /// <exception cref="IOException">The folder or file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder or file cannot be read.</exception>
    public ReaderData Read(string notebook, out string? problem)
    {
        problem = null;
        var file = FileOf(notebook);
        if (!File.Exists(file)) return Empty(notebook);
        using (Lock()) return Load(notebook, out problem);
    }

    /// <summary>Keeps what has changed, beside what another server has kept meanwhile.</summary>
    /// <param name="notebook">The notebook's file.</param>
    /// <param name="origin">What the caller has read or written before.</param>
    /// <param name="data">What it has become.</param>
    /// <param name="problem">As for <see cref="Read"/>.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file cannot be written.</exception>
    public void Write(string notebook, ReaderData origin, ReaderData data, out string? problem)
    {
        using (Lock())
        {
            var there = Load(notebook, out problem);
            var merged = problem is null ? data.Merge(origin, there) : data;
            Replace(FileOf(notebook), JsonSerializer.Serialize(merged, Json));
        }
    }

    /// <summary>The file that keeps what belongs to a notebook.</summary>
    public string FileOf(string notebook)
    {
        var full = System.IO.Path.GetFullPath(notebook);
        var key = OperatingSystem.IsWindows() ? full.ToUpperInvariant() : full;
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))[..12];
        return System.IO.Path.Combine(Path, $"{Beginning(System.IO.Path.GetFileNameWithoutExtension(full))}-{hash}.json");
    }

    /// <summary>No name of a file has more than 255 bytes, nor has one that is made of it.</summary>
    private static string Beginning(string name) =>
        name.Length <= LongestName ? name : name[..(char.IsHighSurrogate(name[LongestName - 1]) ? LongestName - 1 : LongestName)];

    private static ReaderData Empty(string notebook) => new() { Notebook = notebook };

    private ReaderData Load(string notebook, out string? problem)
    {
        problem = null;
        var file = FileOf(notebook);
        if (!File.Exists(file)) return Empty(notebook);
        try
        {
            var data = JsonSerializer.Deserialize<ReaderData>(File.ReadAllText(file, Utf8), Json);
            if (data is { Version: ReaderData.CurrentVersion, IsWhole: true }) return data;
            problem = data is { Version: not ReaderData.CurrentVersion } ? "it is of another version" : "a part is missing";
        }
        catch (JsonException e)
        {
            problem = $"line {e.LineNumber + 1} is damaged";
        }

        var aside = System.IO.Path.ChangeExtension(file, $".set-aside-{DateTime.UtcNow:yyyyMMdd-HHmmss-fff}.json");
        File.Move(file, aside);
        problem = $"What was kept of your changes could not be read ({problem}) and was set aside: {aside}. You begin with the lesson as it is.";
        return Empty(notebook);
    }

    private static void Replace(string file, string text)
    {
        var part = $"{file}.{Guid.NewGuid():N}.part";
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            // On Windows the folder is the user's own.
            if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            using (var stream = new FileStream(part, options))
            {
                stream.Write(Utf8.GetBytes(text));
                stream.Flush(flushToDisk: true);
            }

            File.Move(part, file, overwrite: true);
        }
        finally
        {
            File.Delete(part);
        }
    }

    /// <summary>Keeps other programs, and other threads, from the folder's files until it is disposed of.</summary>
    private FileStream Lock()
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(Path);
        else Directory.CreateDirectory(Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return new FileStream(System.IO.Path.Combine(Path, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (attempt < LockAttempts)
            {
                Thread.Sleep(LockInterval); // Another one holds it, for as long as it takes to write a small file.
            }
        }
    }
}
