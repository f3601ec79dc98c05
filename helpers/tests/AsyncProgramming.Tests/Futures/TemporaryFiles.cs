namespace AsyncProgramming.Tests.Futures;

/// <summary>Files by which a test and the processes that it started tell each other how far they are.</summary>
internal sealed class TemporaryFiles : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("futures-").FullName;

    /// <summary>The path of the directory that holds them.</summary>
    public string Path => _directory;

    /// <summary>The path of a file.</summary>
    public string this[string name] => System.IO.Path.Combine(_directory, name);

    public void Create(string name) => File.WriteAllText(this[name], "");

    /// <summary>Waits until somebody has written a file.</summary>
    /// <returns>Its first line.</returns>
    public async Task<string> Appears(string name)
    {
        await Until(() => File.Exists(this[name]) && File.ReadAllText(this[name]).EndsWith('\n'));
        return (await File.ReadAllLinesAsync(this[name]))[0];
    }

    /// <summary>Waits until a process holds a file, so that nobody else can open it.</summary>
    public Task IsHeld(string name) => Until(() => File.Exists(this[name]) && !CanOpen(name));

    /// <summary>Waits until no process holds the file any more: each that did has ended.</summary>
    public Task IsReleased(string name) => Until(() => CanOpen(name));

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    // No clock decides anything here: this ends when it is so, or with the whole test run.
    private static async Task Until(Func<bool> isSo)
    {
        while (!isSo()) await Task.Delay(1, TestContext.Current.CancellationToken);
    }

    private bool CanOpen(string name)
    {
        try
        {
            using var file = new FileStream(this[name], FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
