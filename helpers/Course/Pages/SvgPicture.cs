using System.Text;

namespace Course.Pages;

/// <summary>
/// SVG as a picture: as such it runs nothing, asks for nothing, keeps its styles to itself, and follows the page between light
/// and dark by the colour scheme of its element.
/// </summary>
internal static class SvgPicture
{
    private const string Namespace = "http://www.w3.org/2000/svg";

    public static string ToDataUri(string svg)
    {
        var start = svg.IndexOf("<svg", StringComparison.OrdinalIgnoreCase);
        // What stands in HTML may leave out the namespace; a file of its own may not.
        if (start >= 0 && !svg.Contains(Namespace, StringComparison.Ordinal)) svg = svg.Insert(start + 4, $" xmlns=\"{Namespace}\"");
        return $"data:image/svg+xml;base64,{Convert.ToBase64String(Encoding.UTF8.GetBytes(svg))}";
    }
}
