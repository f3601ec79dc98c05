using System.Text;

namespace Course.Sessions;

/// <summary>
/// A temporary file that keeps text up to some size. Where it cannot be written, as on a full disk, it keeps less or nothing:
/// a cell goes on all the same. Not safe for use from several threads.
/// </summary>
internal sealed class OutputSpool : IDisposable
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    private readonly long _limit;
    private string? _file;
    private StreamWriter? _writer;
    private long _left;

    public OutputSpool(SpoolFolder folder, long limit)
    {
        _limit = _left = limit;
        Try(() =>
        {
            _file = folder.NewFile();
            var file = new FileStream(_file, FileMode.CreateNew, FileAccess.Write, FileShare.Read | FileShare.Delete);
            _writer = new StreamWriter(file, Utf8, bufferSize: 1 << 16);
        });
    }

    /// <summary>Puts text behind all that is there; beyond the limit nothing, and the file says so.</summary>
    public void Write(ReadOnlySpan<char> text)
    {
        if (_left <= 0 || _writer is null) return;
        try
        {
            _writer.Write(text);
            _left -= Utf8.GetByteCount(text);
            if (_left <= 0) _writer.Write($"\n… more than {_limit >> 20} MB: the rest was not kept\n");
        }
        catch (IOException)
        {
            _left = 0; // The disk is full: what is there can still be had.
        }
    }

    /// <summary>Reads all that was written up to now; <see langword="null"/> where nothing could be.</summary>
    public Stream? OpenRead()
    {
        Stream? stream = null;
        Try(() => _writer?.Flush());
        Try(() => stream = _writer is null
            ? null
            : new FileStream(_file!, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
        return stream;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _left = 0;
        Try(() => _writer?.Dispose());
        Try(() =>
        {
            if (_file is not null) File.Delete(_file);
        });
    }

    private static void Try(Action action)
    {
        try
        {
            action();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // As said above.
        }
    }
}
