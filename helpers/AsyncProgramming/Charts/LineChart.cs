namespace AsyncProgramming.Charts;

/// <summary>Values over a number: one line with markers for each series.</summary>
/// <param name="Title">What the chart shows.</param>
/// <param name="XAxis">What runs along the horizontal axis, with its unit.</param>
/// <param name="YAxis">What runs along the vertical axis, with its unit.</param>
/// <param name="Series">The lines.</param>
public sealed record LineChart(string Title, string XAxis, string YAxis, IReadOnlyList<LineSeries> Series) : Chart(Title)
{
    /// <summary>Whether the horizontal axis is logarithmic (all its values are then positive).</summary>
    public bool LogX { get; init; }

    /// <summary>Whether the vertical axis is logarithmic (all its values are then positive).</summary>
    public bool LogY { get; init; }

    /// <inheritdoc/>
    public override string Describe() => ChartDescription.Of(this);
}

/// <summary>A line of a <see cref="LineChart"/>.</summary>
/// <param name="Name">Its name in the legend.</param>
/// <param name="Points">Its points, from left to right.</param>
/// <param name="Reference">Whether it is what one would expect (drawn dashed), not what was measured.</param>
public sealed record LineSeries(string Name, IReadOnlyList<(double X, double Y)> Points, bool Reference = false);
