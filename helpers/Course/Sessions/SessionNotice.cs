namespace Course.Sessions;

/// <summary>Something that the reader of a lesson should know.</summary>
/// <param name="Kind">How grave it is.</param>
/// <param name="Text">What happened and what can be done, in a sentence or two.</param>
/// <param name="Detail">What was found out about it, for those who want to know; <see langword="null"/> where there is no more to say.</param>
internal sealed record SessionNotice(NoticeKind Kind, string Text, string? Detail = null)
{
    /// <summary>Whether it speaks of something that can be undone.</summary>
    public bool OffersUndo { get; private init; }

    /// <summary>The lesson was reset.</summary>
    /// <param name="changed">How many of its cells the reader had changed.</param>
    /// <param name="added">How many the reader had added.</param>
    /// <param name="deleted">How many the reader had deleted.</param>
    public static SessionNotice OfReset(int changed, int added, int deleted)
    {
        (int Count, string What)[] parts = [(changed, "changed"), (added, "added"), (deleted, "deleted")];
        var changes = string.Join(", ", parts.Where(part => part.Count > 0).Select(part => $"{part.Count} {(part.Count == 1 ? "cell" : "cells")} {part.What}"));
        return new SessionNotice(
            NoticeKind.Information,
            "The lesson is what it was at first. Undo brings back "
            + (changes.Length == 0 ? "the outputs of your runs." : $"what you had made of it: {changes}."))
        {
            OffersUndo = true,
        };
    }
}

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
