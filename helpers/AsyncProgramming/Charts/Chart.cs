using Microsoft.DotNet.Interactive.Formatting;

namespace AsyncProgramming.Charts;

/// <summary>
/// A chart as data: what was measured, and nothing about how it is drawn. Every chart is immutable.
/// </summary>
/// <param name="Title">What the chart shows, in a sentence's length. Shown above the picture.</param>
[TypeFormatterSource(typeof(ChartFormatterSource))]
public abstract record Chart(string Title)
{
    /// <summary>
    /// What the chart shows, in words: the text alternative of the picture, and what a front end without HTML prints.
    /// </summary>
    public abstract string Describe();

    /// <summary>The chart as HTML: a static SVG picture which becomes interactive where plotly.js can be had.</summary>
    public string ToHtml() => ChartHtml.Of(this);

    /// <summary>The same words as <see cref="Describe"/>.</summary>
    public sealed override string ToString() => Describe();
}
