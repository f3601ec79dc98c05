using System.Text;
using CSharpKernel.Language;

namespace Kernel.Tests.Language;

/// <summary>Keeps what a cell puts out.</summary>
internal sealed class RecordedOutput : ICellOutput
{
    private readonly StringBuilder _text = new();

    public List<MimeBundle> Displayed { get; } = [];

    /// <summary>Called whenever a value is shown.</summary>
    public Action? Shown { get; set; }

    public string Text
    {
        get
        {
            lock (_text) return _text.ToString();
        }
    }

    public void Write(OutputStream stream, ReadOnlySpan<char> text)
    {
        lock (_text) _text.Append(text);
    }

    public void Display(MimeBundle data, string displayId)
    {
        Displayed.Add(data);
        Shown?.Invoke();
    }

    public void UpdateDisplay(MimeBundle data, string displayId) => Displayed.Add(data);

    public string? ReadLine(string prompt, bool password, CancellationToken cancellation) => "typed";
}
