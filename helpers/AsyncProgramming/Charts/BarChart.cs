namespace AsyncProgramming.Charts;

/// <summary>Values side by side: one group of bars for each category, one bar in it for each series.</summary>
/// <param name="Title">What the chart shows.</param>
/// <param name="ValueAxis">What the values are, with their unit, e.g. <c>elapsed time (ms)</c>.</param>
/// <param name="Categories">The names along the category axis.</param>
/// <param name="Series">The series; each has a value for each category.</param>
public sealed record BarChart(
    string Title, string ValueAxis, IReadOnlyList<string> Categories, IReadOnlyList<BarSeries> Series)
    : Chart(Title)
{
    /// <summary>Makes a chart of a single series.</summary>
    /// <param name="title">What the chart shows.</param>
    /// <param name="valueAxis">What the values are, with their unit.</param>
    /// <param name="bars">Each bar's name and value.</param>
    public static BarChart Of(string title, string valueAxis, params IEnumerable<(string Name, double Value)> bars)
    {
        var all = bars.ToArray();
        return new BarChart(
            title, valueAxis, [.. all.Select(bar => bar.Name)], [new BarSeries(null, [.. all.Select(bar => bar.Value)])]);
    }

    /// <inheritdoc/>
    public override string Describe() => ChartDescription.Of(this);
}

/// <summary>A value for each category of a <see cref="BarChart"/>.</summary>
/// <param name="Name">The series' name in the legend; <see langword="null"/> where it is the only one.</param>
/// <param name="Values">The values; <see cref="double.NaN"/> where a category has none.</param>
/// <param name="Reference">Whether it is what one would expect (drawn as an outline), not what was measured.</param>
public sealed record BarSeries(string? Name, IReadOnlyList<double> Values, bool Reference = false);
