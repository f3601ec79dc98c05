namespace Course.Sessions;

/// <summary>Something that the reader of a lesson should know.</summary>
/// <param name="Kind">How grave it is.</param>
/// <param name="Text">What happened and what can be done, in a sentence or two.</param>
/// <param name="Detail">What was found out about it, for those who want to know; <see langword="null"/> where there is no more to say.</param>
internal sealed record SessionNotice(NoticeKind Kind, string Text, string? Detail = null);

/// <summary>How grave a notice is.</summary>
internal enum NoticeKind
{
    /// <summary>Good to know.</summary>
    Information,

    /// <summary>Something did not go as the reader may have expected.</summary>
    Warning,

    /// <summary>Something has failed.</summary>
    Error,
}
