using System.Text;

namespace Course.Sessions;

/// <summary>A temporary file that keeps text up to some size. Not safe for use from several threads.</summary>
internal sealed class OutputSpool : IDisposable
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    private readonly string _file;
    private readonly StreamWriter _writer;
    private readonly long _limit;
    private long _left;

    public OutputSpool(SpoolFolder folder, long limit)
    {
        _file = folder.NewFile();
        _limit = _left = limit;
        _writer = new StreamWriter(
            new FileStream(_file, FileMode.CreateNew, FileAccess.Write, FileShare.Read | FileShare.Delete), Utf8, bufferSize: 1 << 16);
    }

    /// <summary>Puts text behind all that is there; beyond the limit nothing, and the file says so.</summary>
    public void Write(ReadOnlySpan<char> text)
    {
        if (_left <= 0) return;
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

    /// <summary>Reads all that was written up to now.</summary>
    public Stream OpenRead()
    {
        try
        {
            _writer.Flush();
        }
        catch (IOException)
        {
            // As above.
        }

        return new FileStream(_file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        try
        {
            _writer.Dispose();
        }
        catch (IOException)
        {
            // As above.
        }

        File.Delete(_file);
    }
}
