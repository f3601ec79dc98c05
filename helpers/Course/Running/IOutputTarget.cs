using Jupyter.Documents;

namespace Course.Running;

/// <summary>What keeps the output of one cell.</summary>
internal interface IOutputTarget
{
    /// <summary>Puts text behind all that is there; text of one stream that follows text of the same stream is joined.</summary>
    /// <param name="stream"><c>stdout</c> or <c>stderr</c>.</param>
    /// <param name="text">The text.</param>
    void Write(string stream, string text);

    /// <summary>Puts a value or an error behind all that is there.</summary>
    /// <param name="output">The value or error.</param>
    /// <param name="displayId">The name under which it may be updated.</param>
    void Show(Output output, string? displayId);

    /// <summary>Changes what was shown under a name, wherever it stands and however often; nothing where there is none.</summary>
    void Update(string displayId, DisplayOutput output);

    /// <summary>Removes all.</summary>
    void Clear();
}
