using System.Net;
using System.Reflection;
using System.Text;
using Course.Lessons;
using Jupyter.Documents;

namespace Course.Pages;

/// <summary>
/// A notebook as one page that needs nothing else: it opens from a folder, on a phone, on a projector and on paper, without
/// network.
/// </summary>
internal static class NotebookPage
{
    /// <summary>Nothing is ever fetched: whatever a notebook puts out, the page works and tells nobody that it is read.</summary>
    private const string Policy =
        "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data: blob:; font-src data:";

    /// <summary>The colours of charts.</summary>
    public static readonly string ChartStyle = ReadResource("charts.css");

    /// <summary>How outputs look.</summary>
    public static readonly string FragmentStyle = ChartStyle + ReadResource("fragments.css");

    private static readonly string Style = ReadResource("tokens.css") + ReadResource("page.css") + FragmentStyle;
    private static readonly string Script = ReadResource("fragments.js");
    private static readonly string ChartScript = ReadResource("charts.js");

    /// <summary>The page of a notebook.</summary>
    /// <param name="notebook">The notebook, executed.</param>
    /// <param name="name">What it is called where it has no title.</param>
    /// <param name="links">Resolves what the prose links to.</param>
    public static string Render(Notebook notebook, string name, LocalLinks links)
    {
        var lesson = Lesson.Of(notebook, name + ".ipynb");
        var body = new StringBuilder();
        foreach (var cell in lesson.Cells)
        {
            switch (cell.Kind)
            {
                case CellKind.Markdown or CellKind.Raw:
                    body.Append($"<section class=\"prose\" id=\"{cell.Anchor}\">\n{MarkdownHtml.Render(cell, links)}</section>\n");
                    break;
                case CellKind.Code when cell.Number is { } number:
                    AppendCode(body, cell, number, lesson.Language);
                    break;
            }
        }

        var title = lesson.Headings.FirstOrDefault(heading => heading.Level == 1)?.Text ?? name;
        return $"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta http-equiv="Content-Security-Policy" content="{Policy}">
            <title>{WebUtility.HtmlEncode(title)}</title>
            <style>
            {Style}</style>
            {Plotly.Script(body)}</head>
            <body>
            {Contents(lesson.Headings)}<main>
            {body}</main>
            {Scripts(body.ToString())}
            </body>
            </html>

            """;
    }

    private static void AppendCode(StringBuilder body, LessonCell cell, int number, string language)
    {
        body.Append($"<section class=\"cell\" id=\"{cell.Anchor}\">\n<a class=\"number\" href=\"#{cell.Anchor}\" title=\"Cell {number}\">{number}</a>\n");
        body.Append($"<pre class=\"code\"><code>{CodeHighlighter.Shared.ToHtml(cell.Source, language)}</code></pre>\n");
        foreach (var output in cell.Outputs) body.Append($"<div class=\"output\">{Show(OutputHtml.Render(output))}</div>\n");
        body.Append("</section>\n");
    }

    /// <summary>Only what the page has a use for.</summary>
    private static string Scripts(string body) =>
        (body.Contains("<iframe", StringComparison.Ordinal) || body.Contains("<figure", StringComparison.Ordinal) ? $"<script>\n{Script}</script>\n" : "")
        + (body.Contains("async-chart", StringComparison.Ordinal) ? $"<script>\n{ChartScript}</script>\n" : "");

    private static string Show(Fragment fragment) => fragment switch
    {
        InlineFragment { Html: var html } => html,
        FramedFragment { Document: var document } =>
            $"<iframe class=\"frame\" sandbox=\"allow-scripts\" title=\"Output\" srcdoc=\"{WebUtility.HtmlEncode(document)}\"></iframe>",
        _ => "",
    };

    private static string Contents(IEnumerable<Heading> headings)
    {
        var shown = headings.Where(heading => heading.Level is 2 or 3).ToArray();
        if (shown.Length < 3) return "";
        var items = shown.Select(heading =>
            $"<li class=\"level-{heading.Level}\"><a href=\"#{WebUtility.HtmlEncode(heading.Id)}\">{WebUtility.HtmlEncode(heading.Text)}</a></li>\n");
        return $"<nav aria-label=\"Contents\"><details><summary>Contents</summary><ul>\n{string.Concat(items)}</ul></details></nav>\n";
    }

    private static string ReadResource(string name)
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
