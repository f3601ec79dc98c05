using Microsoft.DotNet.Interactive.Formatting;

namespace AsyncProgramming.Charts;

/// <summary>
/// Tells the notebook's kernel how a <see cref="Chart"/> is shown: as a picture, or in words where that is all it can show.
/// </summary>
internal sealed class ChartFormatterSource : ITypeFormatterSource
{
    /// <inheritdoc/>
    public IEnumerable<ITypeFormatter> CreateTypeFormatters() =>
    [
        new HtmlFormatter<Chart>((chart, context) =>
        {
            context.Writer.Write(chart.ToHtml());
            return true;
        }),
        new PlainTextFormatter<Chart>((chart, context) =>
        {
            context.Writer.Write(chart.Describe());
            return true;
        }),
    ];
}
