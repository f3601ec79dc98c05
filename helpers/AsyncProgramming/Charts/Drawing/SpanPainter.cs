using System.Text;
using System.Xml.Linq;

namespace AsyncProgramming.Charts.Drawing;

/// <summary>Draws spans: the state is the fill, the executor is the colour.</summary>
/// <param name="canvas">What to draw on.</param>
/// <param name="id">What the identifiers of patterns begin with.</param>
internal sealed class SpanPainter(SvgCanvas canvas, string id)
{
    private const double IdleHeight = 3;
    private readonly HashSet<int> _hatches = [];

    /// <summary>
    /// How strongly a span is drawn, up to one: merged spans as strongly as the share of time that they take, which is what
    /// they would look like without merging.
    /// </summary>
    public static double StrengthOf(SceneSpan span) => span.Share >= 0.95 ? 1 : Math.Max(0.2, Math.Round(span.Share, 1));

    /// <summary>Draws a span.</summary>
    public void Draw(
        (double X, double Y, double Width, double Height) box,
        SpanState state,
        int executor,
        double strength = 1,
        string? tip = null)
    {
        if (state == SpanState.Idle) box = (box.X, box.Y + ((box.Height - IdleHeight) / 2), box.Width, IdleHeight);

        // A stroke is drawn half outside of its shape.
        var rim = state is SpanState.Ready or SpanState.Blocked && box.Width >= 3 ? 0.75 : 0;
        var shape = canvas.Add(
            "rect",
            new XAttribute("x", SvgCanvas.Number(box.X + rim)),
            new XAttribute("y", SvgCanvas.Number(box.Y + rim)),
            new XAttribute("width", SvgCanvas.Number(box.Width - (2 * rim))),
            new XAttribute("height", SvgCanvas.Number(box.Height - (2 * rim))),
            state == SpanState.Running && box.Width > 6 ? new XAttribute("rx", "2") : null);
        Paint(shape, state, executor, strength);
        if (tip is not null) shape.Add(SvgCanvas.Tip(tip));
    }

    /// <summary>Draws many spans of one look as one shape.</summary>
    public void DrawMany(
        IEnumerable<(double X, double Y, double Width, double Height)> boxes, SpanState state, int executor, double strength)
    {
        var path = new StringBuilder();
        foreach (var box in boxes)
        {
            var (y, height) = state == SpanState.Idle
                ? (box.Y + ((box.Height - IdleHeight) / 2), IdleHeight)
                : (box.Y, box.Height);
            var width = SvgCanvas.Number(box.Width);
            path.Append('M').Append(SvgCanvas.Number(box.X)).Append(' ').Append(SvgCanvas.Number(y))
                .Append('h').Append(width).Append('v').Append(SvgCanvas.Number(height))
                .Append("h-").Append(width).Append('z');
        }

        Paint(canvas.Add("path", new XAttribute("d", path.ToString())), state, executor, strength);
    }

    /// <summary>Removes what is below: what is not running inside of a running span is cut out of it.</summary>
    public void CutOut((double X, double Y, double Width, double Height) box) =>
        canvas.Rectangle(box.X, box.Y, box.Width, box.Height, Ink.Card);

    private void Paint(XElement shape, SpanState state, int executor, double strength)
    {
        var colour = Palette.Colour(executor);
        switch (state)
        {
            case SpanState.Ready:
                shape.Add(
                    new XAttribute("fill", colour),
                    new XAttribute("fill-opacity", "0.1"),
                    new XAttribute("stroke", colour),
                    new XAttribute("stroke-width", "1.5"),
                    new XAttribute("stroke-dasharray", "4 3"));
                break;
            case SpanState.Blocked:
                shape.Add(
                    new XAttribute("fill", $"url(#{Hatch(executor)}) none"),
                    new XAttribute("stroke", colour),
                    new XAttribute("stroke-width", "1.5"));
                break;
            default:
                shape.Add(new XAttribute("fill", colour));
                break;
        }

        if (strength < 1) shape.Add(new XAttribute("opacity", SvgCanvas.Number(strength)));
    }

    private string Hatch(int executor)
    {
        var number = executor < 0 ? Palette.Count : executor % Palette.Count;
        var name = $"{id}-h{number}";
        if (_hatches.Add(number))
        {
            canvas.Define(new XElement(
                SvgCanvas.Svg + "pattern",
                new XAttribute("id", name),
                new XAttribute("width", "6"),
                new XAttribute("height", "6"),
                new XAttribute("patternUnits", "userSpaceOnUse"),
                new XAttribute("patternTransform", "rotate(45)"),
                new XElement(
                    SvgCanvas.Svg + "rect",
                    new XAttribute("width", "2.5"),
                    new XAttribute("height", "6"),
                    new XAttribute("fill", Palette.Colour(executor)))));
        }

        return name;
    }
}
