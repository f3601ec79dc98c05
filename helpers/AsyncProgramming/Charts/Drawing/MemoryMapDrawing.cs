using System.Xml.Linq;

namespace AsyncProgramming.Charts.Drawing;

/// <summary>Draws a <see cref="MemoryMap"/>: a row for each word, its first byte to the left.</summary>
internal sealed class MemoryMapDrawing
{
    private const double Margin = 16;
    private const double Left = 76;
    private const double RowHeight = 28;
    private const double Size = 14;
    private const double SmallSize = 13;

    private readonly MemoryMap _map;
    private readonly SvgCanvas _canvas;
    private readonly string[] _owners;

    private MemoryMapDrawing(MemoryMap map, SvgCanvas canvas)
    {
        (_map, _canvas) = (map, canvas);
        _owners = [.. map.Cells.OrderBy(cell => cell.Offset).Select(cell => cell.Owner).Distinct()];
    }

    /// <summary>Draws on a canvas, below what is on it already, and returns where it ends.</summary>
    public static double Draw(MemoryMap map, SvgCanvas canvas, double top)
    {
        var drawing = new MemoryMapDrawing(map, canvas);
        return drawing.DrawRows(drawing.DrawLegend(top));
    }

    /// <summary>The bytes that no cell covers, as cells without an owner; none reaches over the end of a row.</summary>
    public static IEnumerable<MemoryCell> Padding(MemoryMap map)
    {
        var covered = new bool[map.Size];
        foreach (var cell in map.Cells)
        {
            for (var at = cell.Offset; at < Math.Min(cell.Offset + cell.Size, map.Size); at++) covered[at] = true;
        }

        for (var at = 0; at < map.Size;)
        {
            var begin = at;
            while (at < map.Size && covered[at] == covered[begin] && (at == begin || at % MemoryMap.RowLength != 0)) at++;
            if (!covered[begin]) yield return new MemoryCell(begin, at - begin, "padding", "");
        }
    }

    private double DrawLegend(double top)
    {
        var legend = new Legend(_canvas, Margin, _canvas.Width - Margin, top);
        foreach (var owner in _owners)
        {
            var bytes = _map.Cells.Where(cell => cell.Owner == owner).Sum(cell => cell.Size);
            legend.Add($"{owner}: {bytes} B", 14, (x, y) => Box(x, y, 14, 14, owner));
        }

        return legend.Finish();
    }

    private double DrawRows(double top)
    {
        _canvas.Text("byte", Left - 10, top + 14, SmallSize, Ink.Muted, Anchor.End);
        top += 22;
        var rows = (_map.Size + MemoryMap.RowLength - 1) / MemoryMap.RowLength;
        for (var row = 0; row < rows; row++)
        {
            _canvas.Text($"{row * MemoryMap.RowLength}", Left - 10, Base(top + (row * RowHeight)), SmallSize, Ink.Muted, Anchor.End);
        }

        foreach (var cell in _map.Cells.Concat(Padding(_map)))
        {
            // A cell that is longer than a row is drawn in each of its rows, and named in the first.
            for (var at = cell.Offset; at < Math.Min(cell.Offset + cell.Size, _map.Size);)
            {
                var row = at / MemoryMap.RowLength;
                var end = Math.Min(cell.Offset + cell.Size, (row + 1) * MemoryMap.RowLength);
                DrawPiece(cell, at % MemoryMap.RowLength, end - at, top + (row * RowHeight), named: at == cell.Offset);
                at = end;
            }
        }

        return top + (rows * RowHeight) + Margin;
    }

    private void DrawPiece(MemoryCell cell, int begin, int length, double y, bool named)
    {
        var step = (_canvas.Width - Margin - Left) / MemoryMap.RowLength;
        var (x, width) = (Left + (begin * step), length * step);
        var box = Box(x + 1, y + 1, width - 2, RowHeight - 2, cell.Owner);
        box.Add(SvgCanvas.Tip($"{cell.Name}: {cell.Size} bytes from byte {cell.Offset}"));
        if (!named) return;
        var ink = cell.Owner.Length == 0 ? Ink.Muted : Ink.Of(Palette.TextOn(ColourOf(cell.Owner)));
        var name = TextMetrics.Cut(cell.Name, Size, width - 12);
        if (name != "…") _canvas.Text(name, x + 7, Base(y), Size, ink, full: cell.Name);
    }

    private XElement Box(double x, double y, double width, double height, string owner) =>
        _canvas.Rectangle(x, y, width, height, owner.Length == 0 ? Ink.Grid : Ink.Of(ColourOf(owner)), radius: 3);

    private string ColourOf(string owner) => Palette.Colour(Array.IndexOf(_owners, owner));

    private static double Base(double y) => y + (RowHeight / 2) + (0.35 * Size);
}
