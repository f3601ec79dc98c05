namespace Course.Pages;

/// <summary>Files that are pictures.</summary>
internal static class PictureFile
{
    /// <summary>The picture as a part of the page; <see langword="null"/> where the file is none, or cannot be read.</summary>
    public static string? ToDataUri(string file)
    {
        if (MimeType(file) is not { } type) return null;
        try
        {
            return $"data:{type};base64,{Convert.ToBase64String(File.ReadAllBytes(file))}";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    public static string? MimeType(string file) => Path.GetExtension(file).ToUpperInvariant() switch
    {
        ".SVG" => "image/svg+xml",
        ".PNG" => "image/png",
        ".JPG" or ".JPEG" => "image/jpeg",
        ".GIF" => "image/gif",
        ".WEBP" => "image/webp",
        _ => null,
    };
}
