using System.Text;
using Microsoft.CodeAnalysis.Text;

namespace CSharpKernel.Language;

/// <summary>
/// Text with insertions, none of which contains a line break, and the way back from a position in it to the original one.
/// </summary>
internal sealed class EditedText(string original)
{
    private readonly List<(int Position, int Removed, string Inserted)> _edits = [];
    private readonly SourceText _original = SourceText.From(original);
    private SourceText? _edited;

    /// <summary>The original's lines.</summary>
    public TextLineCollection Lines => _original.Lines;

    /// <summary>Puts text at a position of the original, behind whatever was put there before.</summary>
    public void Insert(int position, string text) => Replace(new TextSpan(position, 0), text);

    /// <summary>Replaces a part of the original.</summary>
    public void Replace(TextSpan span, string text) => _edits.Add((span.Start, span.Length, text));

    /// <summary>Applies the edits.</summary>
    public string Apply()
    {
        var ordered = _edits.OrderBy(edit => edit.Position).ToArray();
        _edits.Clear();
        _edits.AddRange(ordered);
        var result = new StringBuilder(original.Length + 64 * ordered.Length);
        var position = 0;
        foreach (var edit in ordered)
        {
            result.Append(original, position, edit.Position - position).Append(edit.Inserted);
            position = edit.Position + edit.Removed;
        }

        result.Append(original, position, original.Length - position);
        var edited = result.ToString();
        _edited = SourceText.From(edited);
        return edited;
    }

    /// <summary>The part of the original that a part of the edited text comes from.</summary>
    public string ToOriginal(LinePositionSpan span) => _original.ToString(
        _original.Lines.GetTextSpan(new LinePositionSpan(ToOriginal(span.Start), ToOriginal(span.End))));

    /// <summary>Where in the original a position of the edited text comes from.</summary>
    public LinePosition ToOriginal(LinePosition position) =>
        Locate(position) is var (original, _) ? _original.Lines.GetLinePosition(original) : position;

    /// <summary>Whether a position of the edited text is in something that was inserted.</summary>
    public bool IsInserted(LinePosition position) => Locate(position) is (_, true);

    private (int Original, bool Inserted)? Locate(LinePosition position)
    {
        if (_edits.Count == 0 || position.Line >= _edited!.Lines.Count) return null;
        var line = _edited.Lines[position.Line];
        var target = Math.Min(line.Start + position.Character, line.End);
        var shift = 0;
        foreach (var edit in _edits)
        {
            var start = edit.Position + shift;
            if (start > target) break;
            if (target < start + edit.Inserted.Length) return (edit.Position, true);
            shift += edit.Inserted.Length - edit.Removed;
        }

        return (Math.Clamp(target - shift, 0, _original.Length), false);
    }
}
