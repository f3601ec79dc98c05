namespace Course.Running;

/// <summary>What to run, and how.</summary>
internal sealed record RunOptions
{
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromMinutes(2);

    /// <summary>Notebooks and folders of notebooks; none for the whole course.</summary>
    public IReadOnlyList<string> Paths { get; init; } = [];

    /// <summary>The name of an installed kernel; <see langword="null"/> for the course's own.</summary>
    public string? Kernel { get; init; }

    /// <summary>Where results go; <see langword="null"/> for the repository's own folder.</summary>
    public string? Out { get; init; }

    /// <summary>Whether notebooks are overwritten with the outputs of their run.</summary>
    public bool Save { get; init; }

    /// <summary>Whether a summary for programs is printed.</summary>
    public bool Json { get; init; }

    /// <summary>How long a cell may take.</summary>
    public TimeSpan Timeout { get; init; } = DefaultTimeout;
}
