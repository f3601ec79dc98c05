using System.Collections.Frozen;
using AngleSharp.Dom;

namespace Course.Pages;

/// <summary>Tells which HTML would not be the same without what only a frame may have.</summary>
internal static class Frames
{
    /// <summary>What runs, loads, asks for input or styles more than itself.</summary>
    private static readonly FrozenSet<string> Elements = FrozenSet.ToFrozenSet(
        ("animate animatemotion animatetransform applet area audio base button canvas datalist dialog embed fieldset foreignobject form "
        + "frame frameset iframe image input label link map math meta meter noscript object optgroup option output param picture "
        + "progress script select set slot source style template textarea track use video").Split(' '));

    public static bool AreNeededFor(IElement body) => body.QuerySelectorAll("*").Any(element => NeedsFrame(element) && !IsKnown(element));

    private static bool NeedsFrame(IElement element) =>
        Elements.Contains(element.LocalName.ToLowerInvariant())
        || element.LocalName.Contains('-', StringComparison.Ordinal)
        || element.Attributes.Any(attribute =>
            attribute.Name.StartsWith("on", StringComparison.OrdinalIgnoreCase)
            || (attribute.LocalName is "href" or "src" && attribute.Value.TrimStart().StartsWith("javascript:", StringComparison.OrdinalIgnoreCase)));

    /// <summary>What pages bring themselves: the script and style sheet of charts, and the style sheet of .NET Interactive's tables.</summary>
    private static bool IsKnown(IElement element) => element.LocalName is "script" or "style" && (
        element.ParentElement is { LocalName: "figure" } figure && figure.ClassList.Contains("async-chart")
        || (element.LocalName == "style" && element.TextContent.TrimStart().StartsWith(".dni-", StringComparison.Ordinal)));
}
