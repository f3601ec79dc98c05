using System.Globalization;

namespace AsyncProgramming.Charts.Drawing;

/// <summary>
/// Maps values to positions and chooses round values for the ticks: 1, 2 or 5 times a power of ten, after Heckbert, "Nice
/// Numbers for Graph Labels" (Graphics Gems, 1990); on a logarithmic axis powers of ten, or of two where the data are.
/// </summary>
internal sealed class Axis
{
    private readonly double _low;
    private readonly double _high;
    private readonly double _from;
    private readonly double _to;
    private readonly bool _log;

    private Axis(double low, double high, double from, double to, bool log, IReadOnlyList<double> ticks)
    {
        (_low, _high, _from, _to, _log) = (low, high, from, to, log);
        Ticks = ticks;
        TickLabels = [.. ticks.Select(Label)];
    }

    /// <summary>The values that get a tick, ascending.</summary>
    public IReadOnlyList<double> Ticks { get; }

    /// <summary>What to write at each tick.</summary>
    public IReadOnlyList<string> TickLabels { get; }

    /// <summary>The value at the axis's beginning.</summary>
    public double Low => _low;

    /// <summary>The value at the axis's end.</summary>
    public double High => _high;

    /// <summary>A linear axis over a range of values; widened to whole ticks where asked for.</summary>
    public static Axis Linear(
        double low, double high, double from, double to, int maxTicks, bool whole = false, bool widen = true)
    {
        if (!(high > low)) (low, high) = (low - (low == 0 ? 0 : 0.5), low + (low == 0 ? 1 : 0.5));
        var step = Step((high - low) / maxTicks);
        if (whole) step = Math.Max(1, step);
        var first = widen ? Math.Floor((low / step) + 1e-9) : Math.Ceiling((low / step) - 1e-9);
        var last = widen ? Math.Ceiling((high / step) - 1e-9) : Math.Floor((high / step) + 1e-9);
        var ticks = new List<double>();
        for (var i = first; i <= last; i++) ticks.Add(i * step);
        if (widen) (low, high) = (first * step, last * step);
        return new Axis(low, high, from, to, false, ticks);
    }

    /// <summary>A logarithmic axis over a range of positive values.</summary>
    public static Axis Logarithmic(IEnumerable<double> values, double from, double to, int maxTicks)
    {
        var all = values.Where(value => value > 0 && double.IsFinite(value)).Distinct().ToArray();
        if (all.Length == 0) all = [1, 10];
        var (low, high) = (all.Min(), all.Max());
        var powersOfTwo = all.Length > 1 && high / low <= 4096 && all.All(value => double.IsPow2(value));
        var ticks = powersOfTwo
            ? [.. Enumerable.Range(0, (int)Math.Round(Math.Log2(high / low)) + 1).Select(i => low * Math.Pow(2, i))]
            : Decades(ref low, ref high);
        while (ticks.Count > Math.Max(2, maxTicks)) ticks = [.. ticks.Where((_, i) => i % 2 == 0)];
        if (!(high > low)) (low, high) = (low / 2, high * 2);
        return new Axis(low, high, from, to, true, ticks);
    }

    /// <summary>Where a value is.</summary>
    public double At(double value)
    {
        var share = _log
            ? Math.Log(value / _low) / Math.Log(_high / _low)
            : (value - _low) / (_high - _low);
        return _from + (share * (_to - _from));
    }

    /// <summary>Whether a value can be shown on the axis at all.</summary>
    public bool Shows(double value) => double.IsFinite(value) && (!_log || value > 0);

    // Widens the range to whole decades, unless that wastes more than it clarifies.
    private static List<double> Decades(ref double low, ref double high)
    {
        var (first, last) = ((int)Math.Floor(Math.Log10(low) + 1e-9), (int)Math.Ceiling(Math.Log10(high) - 1e-9));
        var lead = last - first > 2 ? (ReadOnlySpan<int>)[1] : [1, 2, 5];
        var ticks = new List<double>();
        for (var decade = first; decade <= last; decade++)
        {
            foreach (var digit in lead) ticks.Add(digit * Math.Pow(10, decade));
        }

        var (from, to) = (low, high);
        low = ticks.Last(tick => tick <= from * (1 + 1e-9));
        high = ticks.FirstOrDefault(tick => tick >= to * (1 - 1e-9), to);
        (from, to) = (low, high);
        return ticks.FindAll(tick => tick >= from * (1 - 1e-9) && tick <= to * (1 + 1e-9));
    }

    private static double Step(double rough)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        return (rough / power) switch
        {
            <= 1.0000001 => power,
            <= 2.0000001 => 2 * power,
            <= 5.0000001 => 5 * power,
            _ => 10 * power,
        };
    }

    // The multiples of a step carry its rounding error; a fixed number of significant digits hides it.
    private static string Label(double tick) =>
        Quantity.Of(double.Parse(tick.ToString("G10", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture));
}
