namespace Course.Lessons;

/// <summary>By what a change of a file is seen.</summary>
/// <param name="Written">When it was written last, in universal time.</param>
/// <param name="Length">Its length in bytes.</param>
internal readonly record struct FileStamp(DateTime Written, long Length)
{
    /// <summary>The stamp of a file as it is now, <see langword="null"/> where there is none.</summary>
    public static FileStamp? Of(string file) =>
        new FileInfo(file) is { Exists: true } info ? new FileStamp(info.LastWriteTimeUtc, info.Length) : null;
}
