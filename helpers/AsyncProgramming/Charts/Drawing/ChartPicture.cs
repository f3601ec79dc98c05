using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;

namespace AsyncProgramming.Charts.Drawing;

/// <summary>A chart as a static picture.</summary>
internal sealed class ChartPicture
{
    // In user units. Text of 14 is then readable on a phone, where the picture is 360 wide, and from the last row of a
    // classroom, where it is 960.
    private const double Width = 640;
    private const double Margin = 16;
    private const double TitleSize = 17;

    // Stands for the identifier, which depends on what was drawn.
    private const string IdToken = "ac__id__";

    private ChartPicture(XElement svg, SvgCanvas canvas, double height)
    {
        (Canvas, Height) = (canvas, height);
        var markup = svg.ToString(SaveOptions.DisableFormatting);
        Id = "ac" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(markup)).AsSpan(0, 5));
        Markup = markup.Replace(IdToken, Id, StringComparison.Ordinal);
    }

    /// <summary>
    /// What all identifiers in the chart's HTML begin with: a hash of the picture, so that equal charts give equal HTML and
    /// different charts on a page do not collide.
    /// </summary>
    public string Id { get; }

    /// <summary>The picture as an SVG element, which is well-formed XML too.</summary>
    public string Markup { get; }

    /// <summary>What it was drawn on.</summary>
    public SvgCanvas Canvas { get; }

    /// <summary>Its height in user units.</summary>
    public double Height { get; }

    /// <summary>Draws a chart.</summary>
    public static ChartPicture Of(Chart chart)
    {
        var canvas = new SvgCanvas(Width);
        var y = Margin + 14;
        foreach (var line in TextMetrics.Wrap(chart.Title, TitleSize, Width - (2 * Margin), 3, bold: true))
        {
            canvas.Text(line, Margin, y, TitleSize, Ink.Text, bold: true, full: line.EndsWith('…') ? chart.Title : null);
            y += 22;
        }

        y -= 6;
        var height = IsEmpty(chart) ? DrawEmpty(canvas, y) : chart switch
        {
            Timeline timeline => TimelineDrawing.Draw(timeline, canvas, y, IdToken),
            BarChart bars => BarDrawing.Draw(bars, canvas, y),
            LineChart lines => LineDrawing.Draw(lines, canvas, y),
            MemoryMap map => MemoryMapDrawing.Draw(map, canvas, y),
            _ => throw new NotSupportedException($"There is no drawing for a {chart.GetType().Name}."),
        };
        return new ChartPicture(canvas.ToElement(height, chart.Title, chart.Describe()), canvas, height);
    }

    /// <summary>Whether there is nothing to be drawn.</summary>
    public static bool IsEmpty(Chart chart) => chart switch
    {
        Timeline timeline => timeline.Spans.Count == 0 && timeline.Marks.Count == 0,
        BarChart bars => bars.Categories.Count == 0 || bars.Series.Count == 0,
        LineChart lines => !lines.Series.SelectMany(series => series.Points)
            .Any(point => double.IsFinite(point.X) && double.IsFinite(point.Y)),
        MemoryMap map => map.Size == 0,
        _ => false,
    };

    private static double DrawEmpty(SvgCanvas canvas, double top)
    {
        canvas.Text("Nothing was recorded.", Width / 2, top + 40, 15, Ink.Muted, Anchor.Middle);
        return top + 76;
    }
}
