using System.Net;
using Jupyter.Documents;

namespace Course.Pages;

/// <summary>Outputs of cells as HTML: of a value with several representations, the richest.</summary>
internal static class OutputHtml
{
    public static string Render(Output output) => output switch
    {
        StreamOutput stream => $"<pre class=\"text {stream.Name}\">{AnsiText.ToHtml(stream.Text)}</pre>",
        ErrorOutput { Traceback.Count: 0 } error => Error($"{error.Name}: {error.Value}"),
        ErrorOutput error => Error(string.Join('\n', error.Traceback)),
        DisplayOutput display => Display(display.Data),
        _ => "",
    };

    private static string Error(string text) => $"<pre class=\"text error\">{AnsiText.ToHtml(text)}</pre>";

    private static string Display(MimeBundle data)
    {
        if (data.Text("text/html") is { } html) return $"<div class=\"rich\">{html}</div>";
        if (data.Text("image/svg+xml") is { } svg) return $"<div class=\"rich\">{svg}</div>";
        foreach (var type in new[] { "image/png", "image/jpeg", "image/gif", "image/webp" })
            if (data.Text(type) is { } image)
                return $"<img src=\"data:{type};base64,{image.ReplaceLineEndings("")}\" alt=\"{WebUtility.HtmlEncode(data.Text("text/plain") ?? "")}\">";
        if (data.Text("text/markdown") is { } prose) return $"<div class=\"rich\">{MarkdownHtml.Render(prose, [])}</div>";
        return $"<pre class=\"text\">{AnsiText.ToHtml(data.Text("text/plain") ?? data.Text("application/json") ?? "")}</pre>";
    }
}
