using CSharpKernel.Language;

namespace Microsoft.DotNet.Interactive.Formatting;

/// <summary>A value that is shown below a cell, and can be replaced there by another.</summary>
public sealed class DisplayedValue
{
    private readonly ICellOutput _output;
    private readonly string[] _mimeTypes;

    internal DisplayedValue(ICellOutput output, MimeBundle data, string[] mimeTypes)
    {
        _output = output;
        _mimeTypes = mimeTypes;
        output.Display(data, DisplayId);
    }

    /// <summary>The name under which the front end knows it.</summary>
    public string DisplayId { get; } = Guid.NewGuid().ToString("N");

    /// <summary>Replaces what is shown, wherever it is shown.</summary>
    public void Update(object? updatedValue) => _output.UpdateDisplay(MimeBundle.Of(updatedValue, _mimeTypes), DisplayId);
}
