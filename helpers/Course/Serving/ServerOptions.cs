namespace Course.Serving;

/// <summary>How the course is served.</summary>
internal sealed record ServerOptions
{
    /// <summary>The port where it listens if that is free and nobody asked for another.</summary>
    public const int UsualPort = 8420;

    /// <summary>The port that was asked for; <see langword="null"/> for the usual one, or a free one where that is taken.</summary>
    public int? Port { get; init; }

    /// <summary>The folder of notebooks; <see langword="null"/> for the course's own.</summary>
    public string? Notebooks { get; init; }

    /// <summary>The folder where the reader's changes and progress are kept; <see langword="null"/> for the user's own.</summary>
    public string? ReaderData { get; init; }

    /// <summary>Whether the browser is opened.</summary>
    public bool OpensBrowser { get; init; } = true;
}
