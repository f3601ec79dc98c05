using AsyncProgramming.Charts.Interactive;
using Plotly.NET;

namespace AsyncProgramming.Plotly;

/// <summary>Bars side by side, with their values at their ends; what is only expected is an outline.</summary>
internal static class BarFigure
{
    public static FigureParts Of(BarData bars)
    {
        // Categories that share a name are still categories of their own: the axis counts them.
        var places = Enumerable.Range(0, bars.Categories.Count).ToArray();
        var names = Parts.Axis(
            null,
            ("tickvals", places),
            ("ticktext", bars.Categories.Select(Parts.Text).ToArray()),
            ("autorange", bars.Lying ? "reversed" : null),
            ("showgrid", false),
            ("zeroline", false));
        var all = bars.Series.SelectMany(series => series.Values).OfType<double>().Append(0).ToArray();
        var room = (all.Max() - all.Min()) * 0.1;
        var values = Parts.Axis(
            bars.ValueAxis,
            ("zeroline", true),
            ("range", new[] { all.Min() < 0 ? all.Min() - room : 0, all.Max() > 0 ? all.Max() + room : 0 }));
        var layout = Parts.Layout(
            ("barmode", bars.Abreast ? "group" : "overlay"),
            ("bargap", bars.Categories.Count * bars.Series.Count <= 4 ? 0.5 : 0.25),
            ("margin", Parts.Margin(20, 40, 24, 30)),
            ("xaxis", bars.Lying ? values : names),
            ("yaxis", bars.Lying ? names : values));
        return new FigureParts([.. bars.Series.Select(series => Series(series, bars, places))], layout);
    }

    private static Trace2D Series(BarSeriesData series, BarData bars, int[] places)
    {
        var name = series.Name is null ? "" : $"{Parts.Text(series.Name)}: ";
        return Parts.Fill(
            new Trace2D("bar"),
            ("orientation", bars.Lying ? "h" : "v"),
            ("name", Parts.Text(series.Name ?? bars.ValueAxis)),
            ("showlegend", series.Name is not null),
            (bars.Lying ? "y" : "x", places),
            (bars.Lying ? "x" : "y", series.Values.ToArray()),
            ("marker", Parts.Object(
                ("color", series.Reference ? "@card" : series.Colour),
                ("line", series.Reference ? Parts.Object(("color", series.Colour), ("width", 2)) : null))),
            ("text", series.Texts.ToArray()),
            ("textposition", "outside"),
            ("textangle", 0),
            ("cliponaxis", false),
            ("customdata", bars.Categories.Select(Parts.Text).ToArray()),
            ("hovertemplate", $"<b>%{{customdata}}</b><br>{name}%{{text}}<extra></extra>"));
    }
}
