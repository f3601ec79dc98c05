using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using AngleSharp.Dom;

namespace Course.Pages;

/// <summary>
/// Keeps apart what pictures refer to within themselves: two pictures on a page may call their patterns the same, and neither
/// may take a name that the page has. An attribute that refers to anything else is removed.
/// </summary>
internal static partial class SvgIds
{
    private static readonly string[] WordsReferences = ["aria-labelledby", "aria-describedby"];

    public static void MakeUnique(IElement body)
    {
        foreach (var picture in body.QuerySelectorAll("svg").Where(svg => svg.ParentElement?.Closest("svg") is null)) MakeUniqueIn(picture);
    }

    private static void MakeUniqueIn(IElement picture)
    {
        var elements = picture.QuerySelectorAll("*").Prepend(picture).ToArray();
        var ids = elements.Select(element => element.Id).OfType<string>().ToHashSet();
        var prefix = ids.Count == 0 ? "" : $"svg-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(picture.OuterHtml)))[..10]}-";
        foreach (var element in elements)
        {
            if (element.Id is { } id) element.Id = prefix + id;
            foreach (var attribute in element.Attributes.ToArray())
            {
                if (attribute.Value.Contains("url", StringComparison.OrdinalIgnoreCase) && attribute.LocalName is not ("style" or "aria-label"))
                {
                    if (Reference().Match(attribute.Value) is { Success: true } match && ids.Contains(match.Groups["id"].Value))
                        attribute.Value = $"url(#{prefix}{match.Groups["id"].Value}){match.Groups["rest"].Value}";
                    else element.RemoveAttribute(attribute.Name);
                }
                else if (WordsReferences.Contains(attribute.LocalName))
                {
                    attribute.Value = string.Join(' ', attribute.Value.Split(' ').Where(ids.Contains).Select(name => prefix + name));
                }
            }
        }
    }

    [GeneratedRegex("""^\s*url\(\s*(["']?)#(?<id>[^"'()\s]+)\1\s*\)(?<rest>[\w\s#]*)\z""")]
    private static partial Regex Reference();
}
