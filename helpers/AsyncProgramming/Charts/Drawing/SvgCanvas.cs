using System.Globalization;
using System.Xml.Linq;

namespace AsyncProgramming.Charts.Drawing;

/// <summary>How a text is aligned to its position.</summary>
internal enum Anchor
{
    Start,
    Middle,
    End,
}

/// <summary>
/// A role that a colour plays. Each is drawn as an attribute that is right on a light card, and carries a class by which the
/// style sheet gives the colour for a dark one: so a picture is complete where style sheets are removed.
/// </summary>
internal sealed record Ink(string Class, string Light)
{
    public static readonly Ink Card = new("ac-card", "#FFFFFF");
    public static readonly Ink Edge = new("ac-edge", "#D0D7DE");
    public static readonly Ink Grid = new("ac-grid", "#DDE2E7");
    public static readonly Ink Text = new("ac-text", "#1F2328");
    public static readonly Ink Muted = new("ac-mute", "#57606A");

    /// <summary>A colour that is the same on light and dark.</summary>
    public static Ink Of(string colour) => new("", colour);
}

/// <summary>The space that a text takes.</summary>
internal sealed record TextBox(string Text, double Left, double Top, double Right, double Bottom);

/// <summary>A picture being drawn: shapes below, texts above. Lengths are user units of the view box.</summary>
internal sealed class SvgCanvas(double width)
{
    /// <summary>The namespace of all elements.</summary>
    public static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    private readonly List<XElement> _definitions = [];
    private readonly List<XElement> _shapes = [];
    private readonly List<(object Style, XElement Group)> _texts = [];
    private readonly List<TextBox> _textBoxes = [];

    /// <summary>The picture's width.</summary>
    public double Width => width;

    /// <summary>Where the texts are; for finding out whether two overlap.</summary>
    public IReadOnlyList<TextBox> TextBoxes => _textBoxes;

    /// <summary>A number as an attribute: a tenth of a unit is as fine as anyone sees.</summary>
    public static string Number(double value) =>
        (Math.Round(value, 1) + 0.0).ToString("0.#", CultureInfo.InvariantCulture);

    /// <summary>Adds a pattern or another definition.</summary>
    public void Define(XElement definition) => _definitions.Add(definition);

    /// <summary>Adds a shape and returns it, for attributes that few shapes have.</summary>
    public XElement Add(string name, params object?[] content)
    {
        var shape = new XElement(Svg + name, content);
        _shapes.Add(shape);
        return shape;
    }

    /// <summary>A straight line.</summary>
    public XElement Line(double x1, double y1, double x2, double y2, Ink ink, double thickness = 1) =>
        Add("path", new XAttribute("d", $"M{Number(x1)} {Number(y1)}L{Number(x2)} {Number(y2)}"), Stroke(ink, thickness));

    /// <summary>A filled rectangle.</summary>
    public XElement Rectangle(double x, double y, double width, double height, Ink ink, double radius = 0) =>
        Add(
            "rect",
            new XAttribute("x", Number(x)),
            new XAttribute("y", Number(y)),
            new XAttribute("width", Number(width)),
            new XAttribute("height", Number(height)),
            radius > 0 ? new XAttribute("rx", Number(radius)) : null,
            Fill(ink));

    /// <summary>Writes a text; its vertical position is that of its base line.</summary>
    /// <param name="text">The text.</param>
    /// <param name="x">Where its start, middle or end is.</param>
    /// <param name="y">Where its base line is.</param>
    /// <param name="size">The font size.</param>
    /// <param name="ink">Its colour.</param>
    /// <param name="anchor">What of it is at <paramref name="x"/>.</param>
    /// <param name="bold">Whether it is bold.</param>
    /// <param name="full">The whole text, where <paramref name="text"/> was cut: shown when pointed at.</param>
    public void Text(
        string text,
        double x,
        double y,
        double size,
        Ink ink,
        Anchor anchor = Anchor.Start,
        bool bold = false,
        string? full = null)
    {
        if (text.Length == 0) return;
        var element = new XElement(
            Svg + "text", new XAttribute("x", Number(x)), new XAttribute("y", Number(y)), Printable(text));
        if (full is not null && full != text) element.Add(new XElement(Svg + "title", Printable(full)));
        Group((size, ink, anchor, bold)).Add(element);
        var extent = TextMetrics.Width(text, size, bold);
        var left = anchor switch { Anchor.Start => x, Anchor.Middle => x - (extent / 2), _ => x - extent };
        _textBoxes.Add(new TextBox(text, left, y - (0.76 * size), left + extent, y + (0.24 * size)));
    }

    /// <summary>Writes a text from bottom to top, around a middle.</summary>
    public void VerticalText(string text, double x, double middle, double size, Ink ink)
    {
        Group((size, ink, Anchor.Middle, false)).Add(new XElement(
            Svg + "text",
            new XAttribute("transform", $"translate({Number(x)} {Number(middle)})rotate(-90)"),
            Printable(text)));
        var extent = TextMetrics.Width(text, size);
        _textBoxes.Add(new TextBox(
            text, x - (0.76 * size), middle - (extent / 2), x + (0.24 * size), middle + (extent / 2)));
    }

    /// <summary>The picture on its card.</summary>
    public XElement ToElement(double height, string title, string description) => new(
        Svg + "svg",
        new XAttribute("viewBox", $"0 0 {Number(width)} {Number(height)}"),
        new XAttribute("width", "100%"),
        new XAttribute("role", "img"),
        new XAttribute("font-family", "system-ui,-apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif"),
        new XElement(Svg + "title", Printable(title)),
        new XElement(Svg + "desc", Printable(description)),
        _definitions.Count > 0 ? new XElement(Svg + "defs", _definitions) : null,
        new XElement(
            Svg + "rect",
            new XAttribute("x", "0.5"),
            new XAttribute("y", "0.5"),
            new XAttribute("width", Number(width - 1)),
            new XAttribute("height", Number(height - 1)),
            new XAttribute("rx", "8"),
            new XAttribute("class", "ac-card-f ac-edge-s"),
            new XAttribute("fill", Ink.Card.Light),
            new XAttribute("stroke", Ink.Edge.Light)),
        _shapes,
        _texts.Select(text => text.Group));

    /// <summary>What is shown when a shape is pointed at.</summary>
    public static XElement Tip(string text) => new(Svg + "title", Printable(text));

    /// <summary>The attributes of a fill.</summary>
    public static object[] Fill(Ink ink) => Paint("fill", ink);

    /// <summary>The attributes of a stroke without a fill.</summary>
    public static object[] Stroke(Ink ink, double thickness) =>
        [new XAttribute("fill", "none"), .. Paint("stroke", ink), new XAttribute("stroke-width", Number(thickness))];

    /// <summary>The text without the characters that XML cannot hold.</summary>
    public static string Printable(string text) => string.Concat(
        text.EnumerateRunes().Where(rune => rune.Value is 9 or 10 or (>= 32 and not (0xFFFE or 0xFFFF))));

    private static object[] Paint(string attribute, Ink ink) =>
        ink.Class.Length == 0
            ? [new XAttribute(attribute, ink.Light)]
            : [new XAttribute("class", $"{ink.Class}-{attribute[0]}"), new XAttribute(attribute, ink.Light)];

    private XElement Group((double Size, Ink Ink, Anchor Anchor, bool Bold) style)
    {
        var known = _texts.Find(text => text.Style.Equals(style)).Group;
        if (known is not null) return known;
        var group = new XElement(
            Svg + "g",
            new XAttribute("font-size", Number(style.Size)),
            Fill(style.Ink),
            style.Anchor == Anchor.Start
                ? null
                : new XAttribute("text-anchor", style.Anchor == Anchor.Middle ? "middle" : "end"),
            style.Bold ? new XAttribute("font-weight", "600") : null);
        _texts.Add((style, group));
        return group;
    }
}
