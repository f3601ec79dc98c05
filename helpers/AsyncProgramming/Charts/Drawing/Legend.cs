namespace AsyncProgramming.Charts.Drawing;

/// <summary>A legend above a chart: entries from left to right, on as many lines as they need.</summary>
internal sealed class Legend
{
    private const double Size = 13;
    private const double LineHeight = 20;
    private readonly SvgCanvas _canvas;
    private readonly double _left;
    private readonly double _right;
    private double _x;
    private double _y;
    private bool _used;

    /// <summary>Begins a legend with its upper left corner at the given place.</summary>
    public Legend(SvgCanvas canvas, double left, double right, double top)
    {
        (_canvas, _left, _right, _x, _y) = (canvas, left, right, left, top);
    }

    /// <summary>Adds an entry.</summary>
    /// <param name="name">What it says.</param>
    /// <param name="swatch">The swatch's width.</param>
    /// <param name="drawSwatch">Draws it, 14 high, with its upper left corner at the given place.</param>
    public void Add(string name, double swatch, Action<double, double> drawSwatch)
    {
        var space = swatch > 0 ? swatch + 6 : 0;
        var cut = TextMetrics.Cut(name, Size, _right - _left - space);
        var width = space + TextMetrics.Width(cut, Size);
        if (_x > _left && _x + width > _right)
        {
            _x = _left;
            _y += LineHeight;
        }

        drawSwatch(_x, _y);
        _canvas.Text(cut, _x + space, _y + 11.5, Size, Ink.Text, full: name);
        _x += width + 18;
        _used = true;
    }

    /// <summary>Adds a line of text.</summary>
    public void Add(string text) => Add(text, 0, (_, _) => { });

    /// <summary>Where the legend ends.</summary>
    public double Finish() => _used ? _y + LineHeight + 2 : _y;
}
