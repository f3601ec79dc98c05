using System.Net;
using System.Text.RegularExpressions;

namespace Course.Pages;

/// <summary>
/// Makes a page stand alone: pictures beside the notebook become part of it, links to other notebooks lead to their pages,
/// links to other files lead there from where the page is.
/// </summary>
/// <param name="notebookFolder">The folder that links are relative to.</param>
/// <param name="pageFolder">The folder of the page.</param>
internal sealed partial class LocalLinks(string notebookFolder, string pageFolder)
{
    public string Embed(string html) => Attribute().Replace(html, match =>
    {
        var link = WebUtility.HtmlDecode(match.Groups["link"].Value);
        if (link.StartsWith('#') || Uri.TryCreate(link, UriKind.Absolute, out _)) return match.Value;
        var changed = match.Groups["name"].Value == "src" ? Picture(link) : Target(link);
        return changed is null ? match.Value : $"{match.Groups["name"].Value}=\"{WebUtility.HtmlEncode(changed)}\"";
    });

    private string? Picture(string link)
    {
        var file = Path.Combine(notebookFolder, Uri.UnescapeDataString(link));
        if (!File.Exists(file) || MimeType(file) is not { } type) return null;
        return $"data:{type};base64,{Convert.ToBase64String(File.ReadAllBytes(file))}";
    }

    private string Target(string link)
    {
        var end = link.IndexOfAny(['#', '?']);
        var (path, rest) = end < 0 ? (link, "") : (link[..end], link[end..]);
        var file = Path.GetFullPath(Path.Combine(notebookFolder, Uri.UnescapeDataString(path)));
        if (Path.GetExtension(file) == ".ipynb" && Path.GetDirectoryName(file) == Path.GetFullPath(notebookFolder))
            return Uri.EscapeDataString(Path.GetFileNameWithoutExtension(file) + ".html") + rest;
        var relative = Path.GetRelativePath(pageFolder, file).Replace('\\', '/');
        return string.Join('/', relative.Split('/').Select(Uri.EscapeDataString)) + rest;
    }

    private static string? MimeType(string file) => Path.GetExtension(file).ToUpperInvariant() switch
    {
        ".SVG" => "image/svg+xml",
        ".PNG" => "image/png",
        ".JPG" or ".JPEG" => "image/jpeg",
        ".GIF" => "image/gif",
        ".WEBP" => "image/webp",
        _ => null,
    };

    [GeneratedRegex(@"\b(?<name>src|href)=""(?<link>[^""]+)""")]
    private static partial Regex Attribute();
}
