using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace Course.Pages;

/// <summary>The document of a frame for HTML with scripts of its own.</summary>
/// <remarks>
/// The frame's element has to have <c>sandbox="allow-scripts"</c>, and nothing more. The frame follows the colour scheme of its
/// element and tells its height to the page, by itself and when any message comes: <c>{ frameHeight: pixels }</c>.
/// </remarks>
internal static class FrameDocument
{
    /// <summary>What a frame may do: run its own scripts, show its own pictures. For a header, where the frame comes from a server.</summary>
    public const string Policy =
        "sandbox allow-scripts; " + ContentPolicy + "; frame-ancestors 'self'";

    /// <summary>The part of the policy that a document can state of itself.</summary>
    private const string ContentPolicy =
        "default-src 'none'; script-src 'unsafe-inline' 'unsafe-eval'; style-src 'unsafe-inline'; img-src data: blob:; "
        + "media-src data: blob:; font-src data:; form-action 'none'; base-uri 'none'";

    // The element's height without its window's: the document itself would never become smaller again.
    private const string Script =
        "{const tell=()=>parent.postMessage({frameHeight:Math.ceil(document.documentElement.getBoundingClientRect().height)},'*');"
        + "new ResizeObserver(tell).observe(document.documentElement);addEventListener('load',tell);addEventListener('message',tell)}";

    /// <summary>A document's name, made of its content: 32 digits.</summary>
    public static string NameOf(string document) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(document)))[..32];

    public static string Of(string html) => $$"""
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta http-equiv="Content-Security-Policy" content="{{WebUtility.HtmlEncode(ContentPolicy)}}">
        <meta name="color-scheme" content="light dark">
        <style>
        html { height: auto; overflow: auto hidden; }
        body { margin: 0; padding: 1px; height: auto; color: light-dark(#1f2328, #e8ecf0); font: 1rem/1.5 system-ui, sans-serif; }
        a { color: light-dark(#0059b3, #79b8ff); }
        </style>
        <script>{{Script}}</script>
        </head>
        <body>
        {{html}}
        </body>
        </html>
        """;
}
