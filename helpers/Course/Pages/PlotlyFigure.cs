using System.Text.Json;

namespace Course.Pages;

/// <summary>A chart of plotly.js as its data, which the page's own script draws.</summary>
internal static class PlotlyFigure
{
    public static string? ToHtml(string json)
    {
        try
        {
            using var figure = JsonDocument.Parse(json);
            if (figure.RootElement.ValueKind != JsonValueKind.Object) return null;
            // Escapes what could end the element.
            return $"<figure class=\"plotly-figure\"><script type=\"application/json\">{JsonSerializer.Serialize(figure.RootElement)}</script></figure>";
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
