using System.Text.Json;
using AngleSharp.Dom;

namespace Course.Pages;

/// <summary>
/// The data of charts: JSON in script elements, which runs nothing. It is taken out before a page is cleaned of scripts, and put
/// back where its chart is still there.
/// </summary>
internal sealed class ChartData
{
    private const string Place = "data-json";

    private readonly List<string> _texts = [];

    private ChartData()
    {
    }

    public static ChartData Take(IElement body)
    {
        var data = new ChartData();
        foreach (var element in body.QuerySelectorAll($"[{Place}]")) element.RemoveAttribute(Place);
        foreach (var figure in body.QuerySelectorAll("figure.async-chart"))
        {
            var script = figure.Children.FirstOrDefault(child => child.LocalName == "script" && child.GetAttribute("type") == "application/json");
            if (script is null || !IsJson(script.TextContent)) continue;
            figure.SetAttribute(Place, $"{data._texts.Count}");
            data._texts.Add(script.TextContent);
        }

        return data;
    }

    public void PutBack(IElement body)
    {
        foreach (var figure in body.QuerySelectorAll($"figure[{Place}]"))
        {
            var script = body.Owner!.CreateElement("script");
            script.SetAttribute("type", "application/json");
            // Where JSON has it, a < is within a string, where it may be escaped: so nothing in it can end the element.
            script.TextContent = _texts[int.Parse(figure.GetAttribute(Place)!, System.Globalization.CultureInfo.InvariantCulture)]
                .Replace("<", "\\u003c", StringComparison.Ordinal);
            figure.RemoveAttribute(Place);
            figure.AppendChild(script);
        }
    }

    private static bool IsJson(string text)
    {
        try
        {
            JsonDocument.Parse(text).Dispose();
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
