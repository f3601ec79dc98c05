using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.DotNet.Interactive.Formatting;

namespace CSharpKernel.Language.Values;

/// <summary>
/// A chart of Plotly.NET that a cell has brought with it. The package's own formatter for notebooks leaves out plotly.js, and
/// front ends that have it ask for the figure as JSON.
/// </summary>
internal static class PlotlyChart
{
    // The plotly.js that Plotly.NET 6 makes its figures for, and what a browser checks it by.
    private const string Source = "https://cdn.jsdelivr.net/npm/plotly.js-dist-min@2.28.0/plotly.min.js";
    private const string Integrity = "sha384-53bFwj3AXyrFzPyqXWI5rZuuEa3GbWeuLmgC04XqmiE7CairskQMPvcdXh+OLuir";

    /// <summary>The chart's forms; null if the value is no such chart.</summary>
    public static MimeBundle? TryRead(object value)
    {
        var type = value.GetType();
        while (type is not null && type.FullName != "Plotly.NET.GenericChart") type = type.BaseType;
        if (type?.GetMethod("toJson", [type]) is not { IsStatic: true } toJson || toJson.ReturnType != typeof(string)) return null;
        if (JsonNode.Parse((string)toJson.Invoke(null, [value])!) is not JsonObject figure) return null;
        var traces = (figure["data"] as JsonArray ?? []).Select(trace => (string?)trace?["type"] ?? "scatter").ToArray();
        return new MimeBundle
        {
            ["application/vnd.plotly.v1+json"] = figure.ToJsonString(),
            [HtmlFormatter.MimeType] = Html(figure),
            [PlainTextFormatter.MimeType] = $"Plotly chart: {string.Join(", ", traces)}",
        };
    }

    /// <summary>Draws the figure with the plotly.js of the page, or else with one from the internet.</summary>
    private static string Html(JsonObject figure)
    {
        var id = "plotly-" + Guid.NewGuid().ToString("N");

        // The default encoder leaves nothing in the text that could end the script.
        var json = figure.ToJsonString(new JsonSerializerOptions { Encoder = JavaScriptEncoder.Default });
        return $$"""
            <div id="{{id}}" style="min-height: 4em"></div>
            <script type="text/javascript">
            (() => {
              const place = document.getElementById("{{id}}"), figure = {{json}};
              const draw = plotly => plotly.newPlot(place, figure.data, figure.layout || {}, figure.config || {});
              const fail = () => place.textContent = "plotly.js, which draws this chart, cannot be loaded: {{Source}}";
              if (window.Plotly) return draw(window.Plotly);
              // A page with RequireJS would keep plotly.js to itself.
              if (typeof require === "function" && typeof define === "function" && define.amd)
                return require(["{{Source[..^3]}}"], draw, fail);
              const script = document.createElement("script");
              Object.assign(script, { src: "{{Source}}", integrity: "{{Integrity}}", crossOrigin: "anonymous",
                onload: () => draw(window.Plotly), onerror: fail });
              document.head.append(script);
            })();
            </script>
            """;
    }
}
