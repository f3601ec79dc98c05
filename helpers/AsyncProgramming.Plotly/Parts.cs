using AsyncProgramming.Charts.Interactive;
using Microsoft.FSharp.Collections;
using Plotly.NET;

namespace AsyncProgramming.Plotly;

/// <summary>A figure's traces and layout.</summary>
internal sealed record FigureParts(IReadOnlyList<Trace> Traces, Layout Layout);

/// <summary>
/// Fills Plotly.NET's objects with properties under the names that plotly.js documents. Plotly.NET's own functions take
/// dozens of optional arguments of F#'s kind, which C# must all write out.
/// </summary>
internal static class Parts
{
    private const string Font = "system-ui,-apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif";

    /// <summary>Sets properties, except those without a value.</summary>
    public static T Fill<T>(T target, params ReadOnlySpan<(string Name, object? Value)> properties)
        where T : DynamicObj.DynamicObj
    {
        foreach (var (name, value) in properties)
        {
            if (value is not null) target.SetProperty(name, value);
        }

        return target;
    }

    /// <summary>Makes an object.</summary>
    public static DynamicObj.DynamicObj Object(params ReadOnlySpan<(string Name, object? Value)> properties) =>
        Fill(new DynamicObj.DynamicObj(), properties);

    /// <summary>F#'s list.</summary>
    public static FSharpList<T> List<T>(IEnumerable<T> items) => ListModule.OfSeq(items);

    /// <summary>A text as plotly.js shows it literally: it takes some HTML for formatting.</summary>
    public static string Text(string text) => text
        .Replace("&", "&amp;", StringComparison.Ordinal)
        .Replace("<", "&lt;", StringComparison.Ordinal)
        .Replace(">", "&gt;", StringComparison.Ordinal);

    /// <summary>A legend above the plot, from left to right.</summary>
    public static DynamicObj.DynamicObj Legend() => Object(
        ("orientation", "h"), ("x", 0), ("xanchor", "left"), ("y", 1.01), ("yanchor", "bottom"));

    /// <summary>An axis in the colours of the page.</summary>
    public static DynamicObj.DynamicObj Axis(string? title, params ReadOnlySpan<(string Name, object? Value)> more) => Fill(
        Object(
            ("title", title is null ? null : Object(("text", Text(title)))),
            ("automargin", true),
            ("separatethousands", true),
            ("exponentformat", "none"),
            ("gridcolor", "@grid"),
            ("linecolor", "@mute"),
            ("zerolinecolor", "@mute")),
        more);

    /// <summary>The properties that give a logarithmic axis its ticks.</summary>
    public static (string Name, object? Value)[] Ticks(TickData? ticks) => ticks is null
        ? []
        : [("type", "log"), ("tickvals", ticks.Values.ToArray()), ("ticktext", ticks.Labels.ToArray())];

    /// <summary>A layout in the colours of the page.</summary>
    public static Layout Layout(params ReadOnlySpan<(string Name, object? Value)> more) => Fill(
        Fill(
            new Layout(),
            ("font", Object(("color", "@text"), ("family", Font))),
            ("paper_bgcolor", "@card"),
            ("plot_bgcolor", "@card"),
            ("legend", Legend()),
            ("hoverlabel", Object(("align", "left"), ("font", Object(("family", Font)))))),
        more);

    /// <summary>The space around the plot.</summary>
    public static DynamicObj.DynamicObj Margin(double left, double right, double top, double bottom) =>
        Object(("l", left), ("r", right), ("t", top), ("b", bottom));
}
