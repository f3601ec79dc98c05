using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace Course.Pages;

/// <summary>The declarations of a style attribute that only change how the element itself looks.</summary>
internal static partial class StyleAttribute
{
    /// <summary>Nothing that takes an element out of its place, covers others, or fetches anything.</summary>
    private static readonly FrozenSet<string> Properties = FrozenSet.ToFrozenSet(
        ("align-items align-self background background-color border border-bottom border-bottom-color border-bottom-style "
        + "border-bottom-width border-collapse border-color border-left border-left-color border-left-style border-left-width "
        + "border-radius border-right border-right-color border-right-style border-right-width border-spacing border-style "
        + "border-top border-top-color border-top-style border-top-width border-width box-sizing color color-scheme column-gap "
        + "display dominant-baseline empty-cells fill fill-opacity fill-rule flex flex-basis flex-direction flex-flow flex-grow "
        + "flex-shrink flex-wrap font font-family font-size font-style font-variant font-variant-numeric font-weight gap "
        + "grid-template-columns grid-template-rows height justify-content letter-spacing line-height list-style "
        + "list-style-type margin margin-bottom margin-left margin-right margin-top max-height max-width min-height min-width "
        + "opacity overflow overflow-wrap overflow-x overflow-y padding padding-bottom padding-left padding-right padding-top "
        + "row-gap stroke stroke-dasharray stroke-linecap stroke-linejoin stroke-opacity stroke-width tab-size table-layout "
        + "text-align text-anchor text-decoration text-indent text-overflow text-transform vertical-align visibility "
        + "white-space width word-break word-spacing").Split(' '));

    /// <summary>Functions that compute from what they are given.</summary>
    private static readonly FrozenSet<string> Functions = FrozenSet.ToFrozenSet(
        "rgb rgba hsl hsla hwb lab lch oklab oklch color color-mix light-dark var calc min max clamp repeat minmax fit-content linear-gradient"
            .Split(' '));

    /// <summary>The style without what is not allowed; <see langword="null"/> where nothing is left.</summary>
    public static string? Clean(string style)
    {
        // Escapes, comments and at-rules have no place here; where they are, somebody hides something.
        if (Suspicious().IsMatch(style)) return null;
        var kept = style.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Where(IsAllowed).ToArray();
        return kept.Length == 0 ? null : string.Join(';', kept);
    }

    private static bool IsAllowed(string declaration)
    {
        var colon = declaration.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0) return false;
        var (property, value) = (declaration[..colon].Trim().ToLowerInvariant(), declaration[(colon + 1)..]);
        return Properties.Contains(property)
            && Value().IsMatch(value)
            && Function().EnumerateMatches(value) is var functions
            && AreAllowed(value, functions);
    }

    private static bool AreAllowed(string value, Regex.ValueMatchEnumerator functions)
    {
        foreach (var match in functions)
            if (!Functions.Contains(value.Substring(match.Index, match.Length).TrimEnd('(').TrimEnd().ToLowerInvariant())) return false;
        return true;
    }

    [GeneratedRegex(@"[\\@{}<>]|/\*")]
    private static partial Regex Suspicious();

    [GeneratedRegex("""^[\w\s#%.,()+\-*/'"!]*\z""")]
    private static partial Regex Value();

    [GeneratedRegex(@"[\w-]*\s*\(")]
    private static partial Regex Function();
}
