using System.Text;

namespace Course.Sessions;

/// <summary>
/// A chunk of text that grows to some size and then stays as it is. Of a line that was written over after a carriage return,
/// as progress is shown, only what was written last is kept.
/// </summary>
internal sealed class OutputText
{
    private const int FullLines = 100;
    private const int FullLength = 8 * 1024;
    private const int LongestLine = 2 * FullLength;
    private const int LongestEscape = 32;

    private readonly StringBuilder _text = new();
    private int _lineStart;
    private bool _endsInReturn;

    /// <summary>How many characters there are.</summary>
    public int Length => _text.Length;

    /// <summary>How many line ends there are.</summary>
    public int Lines { get; private set; }

    /// <summary>Whether nothing more is taken: what follows belongs in another chunk.</summary>
    public bool IsFull { get; private set; }

    /// <summary>Takes of a text as much as there is room for.</summary>
    /// <returns>How many characters were taken; of an empty chunk at least one.</returns>
    public int Take(ReadOnlySpan<char> text)
    {
        var taken = 0;
        while (taken < text.Length && !IsFull)
        {
            var rest = text[taken..];
            var lineEnd = rest.IndexOf('\n');
            var part = rest[..(lineEnd < 0 ? rest.Length : lineEnd + 1)];
            var room = LongestLine - (Length - _lineStart);
            if (part.Length > room)
            {
                part = part[..CutBefore(part, room)];
                IsFull = true;
            }

            if (!part.IsEmpty) Append(part);
            taken += part.Length;
        }

        return taken;
    }

    public override string ToString() => _text.ToString();

    private void Append(ReadOnlySpan<char> part)
    {
        var endsLine = part[^1] == '\n';
        _text.Append(part);
        if (_endsInReturn || part.Contains('\r')) Overwrite();
        if (endsLine)
        {
            Lines++;
            _lineStart = _text.Length;
        }

        _endsInReturn = part[^1] == '\r';
        IsFull |= endsLine && (Lines >= FullLines || Length >= FullLength);
    }

    private void Overwrite()
    {
        var line = _text.ToString(_lineStart, _text.Length - _lineStart);
        var overwritten = line.AsSpan().TrimEnd("\r\n").LastIndexOf('\r');
        if (overwritten >= 0) _text.Remove(_lineStart, overwritten + 1);
    }

    /// <summary>Where to cut a long line so that no character and no escape sequence is torn.</summary>
    private static int CutBefore(ReadOnlySpan<char> text, int end)
    {
        var from = Math.Max(0, end - LongestEscape);
        var escape = text[from..end].LastIndexOf('\e');
        if (escape >= 0) return from + escape;
        return end > 0 && char.IsHighSurrogate(text[end - 1]) ? end - 1 : end;
    }
}
