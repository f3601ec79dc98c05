using Jupyter.Messaging;

namespace Jupyter.Kernels;

/// <summary>A connection file: it holds the key to the kernel, so that only its user may read it.</summary>
internal sealed class ConnectionFile : IDisposable
{
    public ConnectionFile(ConnectionInfo connection)
    {
        Path = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"kernel-{Guid.NewGuid():N}.json");
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        // On Windows the folder of temporary files is the user's own.
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var writer = new StreamWriter(Path, options);
        writer.Write(connection.ToJson());
    }

    public string Path { get; }

    public void Dispose() => File.Delete(Path);
}
