namespace CSharpKernel.Language;

/// <summary>Drops all output: for code that runs before there is a cell, or whose output nobody has asked for.</summary>
internal sealed class NoOutput : ICellOutput
{
    public static readonly NoOutput Instance = new();

    public void Write(OutputStream stream, ReadOnlySpan<char> text)
    {
    }

    public void Display(MimeBundle data, string displayId)
    {
    }

    public void UpdateDisplay(MimeBundle data, string displayId)
    {
    }

    public string? ReadLine(string prompt, bool password, CancellationToken cancellation) => null;
}
