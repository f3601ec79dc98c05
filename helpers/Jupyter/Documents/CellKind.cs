namespace Jupyter.Documents;

/// <summary>What a cell holds.</summary>
public enum CellKind
{
    /// <summary>Code that a kernel runs.</summary>
    Code,

    /// <summary>Prose in Markdown.</summary>
    Markdown,

    /// <summary>Text that is shown as it is, or not at all.</summary>
    Raw,
}
