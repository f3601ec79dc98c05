using System.Net;
using System.Text.Encodings.Web;
using System.Text.Json;
using Jupyter.Documents;

namespace Course.Pages;

/// <summary>Outputs of cells as HTML: of a value with several representations, the richest.</summary>
internal static class OutputHtml
{
    private static readonly string[] Pictures = ["image/png", "image/jpeg", "image/gif", "image/webp"];

    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // The text is encoded for HTML afterwards.
    };

    public static Fragment Render(Output output) => output switch
    {
        StreamOutput stream => Text(stream.Text, stream.Name == "stderr" ? "text stderr" : "text stdout"),
        ErrorOutput { Traceback.Count: 0 } error => Text($"{error.Name}: {error.Value}", "text error"),
        ErrorOutput error => Text(string.Join('\n', error.Traceback), "text error"),
        DisplayOutput display => Display(display.Data),
        _ => new InlineFragment(""),
    };

    private static InlineFragment Text(string text, string classes) => new($"<pre class=\"{classes}\">{AnsiText.ToHtml(text)}</pre>");

    private static InlineFragment Rich(string html) => new($"<div class=\"rich\">{html}</div>");

    private static Fragment Display(MimeBundle data)
    {
        if (data.Text("application/vnd.plotly.v1+json") is { } figure && PlotlyFigure.ToHtml(figure) is { } chart) return Rich(chart);
        if (data.Text("text/html") is { } html) return HtmlCleaner.Output(html) switch { InlineFragment { Html: var safe } => Rich(safe), var framed => framed };
        if (data.Text("image/svg+xml") is { } svg) return Picture(SvgPicture.ToDataUri(svg), data);
        foreach (var type in Pictures)
            if (data.Text(type) is { } image) return Picture($"data:{type};base64,{image.ReplaceLineEndings("")}", data);
        if (data.Text("text/markdown") is { } prose) return Rich(MarkdownHtml.Render(prose, [], links: null));
        if (data.Text("text/latex") is { } formula) return Text(formula, "text latex");
        if (data.Text("application/json") is { } json) return Json(json);
        return Text(data.Text("text/plain") ?? "", "text");
    }

    private static InlineFragment Picture(string source, MimeBundle data) =>
        Rich($"<img src=\"{WebUtility.HtmlEncode(source)}\" alt=\"{WebUtility.HtmlEncode(data.Text("text/plain") ?? "A picture that the cell made")}\">");

    private static InlineFragment Json(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var text = JsonSerializer.Serialize(document.RootElement, Indented);
            return new InlineFragment($"<pre class=\"text json\">{CodeHighlighter.Shared.ToHtml(text, "json")}</pre>");
        }
        catch (JsonException)
        {
            return Text(json, "text");
        }
    }
}
