namespace Course.Lessons;

/// <summary>By what a change of a file is seen.</summary>
/// <param name="Written">When it was written last, in universal time.</param>
/// <param name="Length">Its length in bytes.</param>
internal readonly record struct FileStamp(DateTime Written, long Length)
{
    /// <summary>The stamp of a file as it is now, <see langword="null"/> where there is none.</summary>
    public static FileStamp? Of(string file)
    {
        var info = new FileInfo(file);
        try
        {
            // A link's own time and length say nothing of the file.
            if (info.ResolveLinkTarget(returnFinalTarget: true) is FileInfo target) info = target;
            return info.Exists ? new FileStamp(info.LastWriteTimeUtc, info.Length) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null; // A link that leads nowhere, round in a circle, or where one may not look.
        }
    }
}
