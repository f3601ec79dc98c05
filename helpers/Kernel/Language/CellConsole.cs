using System.Text;

namespace CSharpKernel.Language;

/// <summary>Makes <see cref="Console"/> speak to the cell that the calling code belongs to.</summary>
internal static class CellConsole
{
    // What the console makes of the kernel's own: null before the console was taken over.
    private static TextWriter? _out;
    private static TextWriter? _error;
    private static TextReader? _in;

    /// <summary>Takes over the process's console.</summary>
    public static void Redirect()
    {
        if (_out is null || Console.Out != _out) Console.SetOut(new Writer(OutputStream.Standard));
        if (_error is null || Console.Error != _error) Console.SetError(new Writer(OutputStream.Error));
        if (_in is null || Console.In != _in) Console.SetIn(new Reader());
        (_out, _error, _in) = (Console.Out, Console.Error, Console.In);
    }

    /// <summary>
    /// Takes back what a cell has put elsewhere, if the console was taken over: what it does on purpose ends with it, and
    /// <see cref="Console.InputEncoding"/> does it to the input unasked.
    /// </summary>
    public static void Restore()
    {
        if (_out is not null) Redirect();
    }

    private sealed class Writer(OutputStream stream) : TextWriter(System.Globalization.CultureInfo.InvariantCulture)
    {
        public override Encoding Encoding => Encoding.UTF8;

        public override void Write(char value) => CellContext.Output.Write(stream, [value]);

        public override void Write(char[] buffer, int index, int count) =>
            CellContext.Output.Write(stream, buffer.AsSpan(index, count));

        public override void Write(ReadOnlySpan<char> buffer) => CellContext.Output.Write(stream, buffer);

        public override void Write(string? value) => CellContext.Output.Write(stream, value);

        public override void WriteLine(string? value)
        {
            // In one piece, so that the lines of two threads do not run into each other.
            CellContext.Output.Write(stream, value + Environment.NewLine);
        }

        public override void WriteLine(char[] buffer, int index, int count) => WriteLine(new string(buffer, index, count));

        public override void WriteLine(ReadOnlySpan<char> buffer) => WriteLine(new string(buffer));
    }

    private sealed class Reader : TextReader
    {
        private string _rest = "";

        public override string? ReadLine()
        {
            if (_rest.Length == 0) return CellContext.ReadLine();
            var line = _rest.TrimEnd('\n');
            _rest = "";
            return line;
        }

        public override int Peek() => Fill() ? _rest[0] : -1;

        public override int Read()
        {
            if (!Fill()) return -1;
            var next = _rest[0];
            _rest = _rest[1..];
            return next;
        }

        private bool Fill()
        {
            if (_rest.Length == 0 && CellContext.ReadLine() is { } line) _rest = line + "\n";
            return _rest.Length > 0;
        }
    }
}
