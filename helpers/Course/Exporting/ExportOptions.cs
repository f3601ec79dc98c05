namespace Course.Exporting;

/// <summary>What to export, and where to.</summary>
internal sealed record ExportOptions
{
    /// <summary>The folder for the pages.</summary>
    public required string Out { get; init; }

    /// <summary>The folder of notebooks; <see langword="null"/> for the course's own.</summary>
    public string? Notebooks { get; init; }
}
