using System.Collections.Frozen;
using AngleSharp;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Ganss.Xss;

namespace Course.Pages;

/// <summary>
/// Makes HTML of notebooks safe to be part of a page: what is not known to be harmless is left out, or the whole is shown in a
/// frame. Safe for use from several threads.
/// </summary>
internal static class HtmlCleaner
{
    private static readonly FrozenSet<string> Elements = FrozenSet.ToFrozenSet(
        ("a abbr address article aside b bdi bdo big blockquote br caption center cite code col colgroup data dd del details dfn div "
        + "dl dt em figcaption figure font footer h1 h2 h3 h4 h5 h6 header hr i img ins kbd li main mark nav ol p pre q rp rt ruby s "
        + "samp section small span strike strong sub summary sup table tbody td tfoot th thead time tr tt u ul var wbr input "
        // Of SVG, what draws and nothing else.
        + "svg g path rect circle ellipse line polyline polygon text tspan title desc defs pattern lineargradient radialgradient stop "
        + "clippath mask marker symbol").Split(' '));

    private static readonly FrozenSet<string> Attributes = FrozenSet.ToFrozenSet(
        ("align alt bgcolor border cellpadding cellspacing checked cite class color cols colspan datetime dir disabled face height "
        + "headers href hreflang id lang open rel reversed role rowspan scope size span src start target title type valign value width "
        + "aria-describedby aria-hidden aria-label aria-labelledby data-chart data-json data-language "
        + "clip-path clip-rule cx cy d dominant-baseline dx dy fill fill-opacity fill-rule font-family font-size font-style "
        + "font-weight fx fy gradienttransform gradientunits lengthadjust letter-spacing marker-end marker-mid marker-start "
        + "markerheight markerunits markerwidth mask offset opacity orient paint-order pathlength patterncontentunits "
        + "patterntransform patternunits points preserveaspectratio r refx refy rotate rx ry shape-rendering spreadmethod "
        + "stop-color stop-opacity stroke stroke-dasharray stroke-dashoffset stroke-linecap stroke-linejoin stroke-miterlimit "
        + "stroke-opacity stroke-width text-anchor text-rendering textlength transform vector-effect version viewbox "
        + "visibility x x1 x2 xmlns y y1 y2").Split(' '));

    /// <summary>Classes that the pages' own style sheet means for notebooks' content; with others it could pass for the page's own.</summary>
    private static readonly string[] Classes =
        ["async-chart", "ac-", "dni-", "tok-", "language-", "code", "contains-task-list", "task-list-item", "footnote", "plotly-figure"];

    private static readonly HtmlParser Parser = new(new HtmlParserOptions { IsScripting = true });
    private static readonly HtmlSanitizer Sanitizer = CreateSanitizer();

    /// <summary>An output's HTML, in a frame where it would not be the same without its scripts or style sheets.</summary>
    public static Fragment Output(string html) => FragmentCache.Get(new Source(html), html.Length, source => MakeOutput(source.Html));

    /// <summary>HTML made of Markdown.</summary>
    /// <param name="html">The HTML.</param>
    /// <param name="links">Resolves what it links to; <see langword="null"/> where only absolute links are left.</param>
    /// <param name="ids">The ids of its headings.</param>
    public static string Prose(string html, PageLinks? links, IEnumerable<string> ids) => Clean(Parse(html), links, [.. ids]);

    private static Fragment MakeOutput(string html)
    {
        var body = Parse(html);
        return Frames.AreNeededFor(body) ? new FramedFragment(FrameDocument.Of(html)) : new InlineFragment(Clean(body, links: null, ids: []));
    }

    private static IHtmlElement Parse(string html) => Parser.ParseDocument("<!doctype html><body>" + html).Body!;

    private static string Clean(IHtmlElement body, PageLinks? links, HashSet<string> ids)
    {
        // What the library would not leave as it is, although it is safe, is put aside and back afterwards.
        var styles = new List<(IElement Element, string Style)>();
        var charts = ChartData.Take(body);
        SvgIds.MakeUnique(body);
        foreach (var element in body.QuerySelectorAll("*"))
        {
            if (element.NamespaceUri == NamespaceNames.SvgUri && element.LocalName is ("title" or "desc")) element.TextContent = element.TextContent;
            if (element.GetAttribute("style") is { } style)
            {
                element.RemoveAttribute("style");
                if (StyleAttribute.Clean(style) is { } kept) styles.Add((element, kept));
            }

            CleanName(element, ids);
            CleanLinks(element, links);
        }

        Sanitizer.SanitizeDom((IHtmlDocument)body.Owner!, body);
        foreach (var (element, style) in styles) element.SetAttribute("style", style);
        charts.PutBack(body);
        return body.ChildNodes.ToHtml(HtmlFormatter.Instance);
    }

    private static void CleanName(IElement element, HashSet<string> ids)
    {
        if (element.HasAttribute("class"))
        {
            var known = element.ClassList.Where(name => Classes.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal))).ToArray();
            if (known.Length == 0) element.RemoveAttribute("class");
            else element.SetAttribute("class", string.Join(' ', known));
        }

        // An id could stand in the way of one that the page's own scripts look for. Those of pictures are made unique.
        if (element.Id is { } id && element.NamespaceUri != NamespaceNames.SvgUri && !ids.Contains(id) && !IsFootnote(id))
            element.RemoveAttribute("id");
    }

    private static bool IsFootnote(string id) =>
        id.StartsWith("fn:", StringComparison.Ordinal) || id.StartsWith("fnref:", StringComparison.Ordinal);

    private static void CleanLinks(IElement element, PageLinks? links)
    {
        switch (element)
        {
            case IHtmlAnchorElement when element.GetAttribute("href") is { } href:
                element.RemoveAttribute("target");
                if ((links is null ? Absolute(href) : links.Target(href)) is not { } target)
                {
                    element.RemoveAttribute("href");
                    if (links is not null) SayWhere(element, href);
                    break;
                }

                element.SetAttribute("href", target);
                if (Absolute(target) is null) break;
                element.SetAttribute("target", "_blank");
                element.SetAttribute("rel", "noopener noreferrer");
                break;
            case IHtmlImageElement when element.GetAttribute("src") is { } src:
                var source = links is null ? DataImage(src) : links.Picture(src);
                if (source is not null) element.SetAttribute("src", source);
                // Nothing is fetched from elsewhere without a click.
                else if (Absolute(src) is { } address) Replace(element, address);
                else element.RemoveAttribute("src");
                break;
            case IHtmlInputElement when element.GetAttribute("type") == "checkbox":
                element.SetAttribute("disabled", "");
                break;
            case IHtmlInputElement:
                element.Remove();
                break;
            case not (IHtmlAnchorElement or IHtmlImageElement):
                element.RemoveAttribute("href");
                element.RemoveAttribute("src");
                break;
        }
    }

    /// <summary>Where it is to be found, for who has the notebook's folder: to be read, since nothing can be done with it.</summary>
    private static void SayWhere(IElement link, string href)
    {
        var words = link.Owner!.CreateElement("small");
        words.TextContent = $" (not part of these pages: {href})";
        link.AppendChild(words);
    }

    private static void Replace(IElement picture, string address)
    {
        var link = picture.Owner!.CreateElement("a");
        link.SetAttribute("href", address);
        link.SetAttribute("target", "_blank");
        link.SetAttribute("rel", "noopener noreferrer");
        link.TextContent = picture.GetAttribute("alt") is { Length: > 0 } words ? words : address;
        picture.Replace(link);
    }

    private static string? Absolute(string link) =>
        Uri.TryCreate(link.Trim(), UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" or "mailto" ? link.Trim() : null;

    private static string? DataImage(string source) => source.StartsWith("data:image/", StringComparison.OrdinalIgnoreCase) ? source : null;

    private static HtmlSanitizer CreateSanitizer()
    {
        var sanitizer = new HtmlSanitizer(new HtmlSanitizerOptions
        {
            AllowedTags = new HashSet<string>(Elements, StringComparer.OrdinalIgnoreCase),
            AllowedAttributes = new HashSet<string>(Attributes, StringComparer.OrdinalIgnoreCase),
            AllowedSchemes = new HashSet<string>(["http", "https", "mailto", "data"], StringComparer.OrdinalIgnoreCase),
            UriAttributes = new HashSet<string>(["href", "src", "cite"], StringComparer.OrdinalIgnoreCase),
        });
        // Only pictures may be of data.
        sanitizer.FilterUrl += (_, url) =>
        {
            if (url.OriginalUrl.TrimStart().StartsWith("data:", StringComparison.OrdinalIgnoreCase)
                && !(url.Tag is IHtmlImageElement && DataImage(url.OriginalUrl) is not null)) url.SanitizedUrl = null;
        };
        return sanitizer;
    }

    private sealed record Source(string Html);
}
