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

    /// <summary>
    /// The chart as HTML: a figure with a static SVG picture, complete without any script, which becomes interactive where
    /// the page has plotly.js. Elsewhere a button offers to fetch it; nothing is fetched before somebody clicks. It is
    /// readable on light and dark pages. Equal charts give equal HTML, and charts on one page do not get in each other's
    /// way. May be called from any thread.
    /// </summary>
    public string ToHtml() => ChartHtml.Of(this);

    /// <summary>The same words as <see cref="Describe"/>.</summary>
    public sealed override string ToString() => Describe();
}
