namespace Course.Sessions;

/// <summary>How much of a cell's output is held. What is left out of memory is in a file, up to its own limit.</summary>
internal sealed record OutputLimits
{
    /// <summary>Lines of text that are shown: the last ones.</summary>
    public int Lines { get; init; } = 2_000;

    /// <summary>Characters of text that are shown: the last ones.</summary>
    public int Characters { get; init; } = 256 * 1024;

    /// <summary>Values and errors that are shown: the last ones.</summary>
    public int Displays { get; init; } = 300;

    /// <summary>Characters of all values together.</summary>
    public int DisplayCharacters { get; init; } = 32 * 1024 * 1024;

    /// <summary>Bytes that are kept in a file for whoever wants all.</summary>
    public long FileBytes { get; init; } = 256L * 1024 * 1024;
}
