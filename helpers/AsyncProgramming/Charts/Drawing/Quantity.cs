using System.Globalization;

namespace AsyncProgramming.Charts.Drawing;

/// <summary>Numbers and durations as people read them: three significant digits and a unit of fitting size.</summary>
internal static class Quantity
{
    /// <summary>A duration with its unit, e.g. <c>1.20 s</c>, <c>35.1 ms</c>, <c>12.0 µs</c>.</summary>
    public static string Of(TimeSpan duration)
    {
        var seconds = Math.Abs(duration.TotalSeconds);
        var sign = duration < TimeSpan.Zero ? "−" : "";
        return sign + seconds switch
        {
            0 => "0",
            < 0.9995e-6 => $"{Digits(seconds * 1e9)} ns",
            < 0.9995e-3 => $"{Digits(seconds * 1e6)} µs",
            < 0.9995 => $"{Digits(seconds * 1e3)} ms",
            _ => $"{Digits(seconds)} s",
        };
    }

    /// <summary>A value without a unit, e.g. <c>4.84</c>, <c>1,200</c>, <c>2.5 M</c>; a dash where there is none.</summary>
    public static string Of(double value)
    {
        if (double.IsNaN(value)) return "–";
        if (double.IsInfinity(value)) return value > 0 ? "∞" : "−∞";
        var size = Math.Abs(value);
        var text = size switch
        {
            0 => "0",
            >= 0.9995e15 or < 0.9995e-4 =>
                size.ToString("0.##e+0", CultureInfo.InvariantCulture).Replace("+", "", StringComparison.Ordinal),
            >= 0.9995e9 => $"{Short(size / 1e9)} G",
            >= 0.9995e6 => $"{Short(size / 1e6)} M",
            >= 1e4 => size.ToString("#,0", CultureInfo.InvariantCulture),
            >= 1e3 => size.ToString("#,0.#", CultureInfo.InvariantCulture),
            _ => Short(size),
        };
        return value < 0 ? "−" + text : text;
    }

    // Three significant digits, trailing zeros kept: 1.20, 35.1, 120.
    private static string Digits(double value) =>
        value.ToString(value >= 99.95 ? "#,0" : value >= 9.995 ? "0.0" : "0.00", CultureInfo.InvariantCulture);

    // Three significant digits, or as many as a whole number has; trailing zeros dropped.
    private static string Short(double value)
    {
        if (value == Math.Floor(value)) return value.ToString("#,0", CultureInfo.InvariantCulture);
        var decimals = Math.Clamp(2 - (int)Math.Floor(Math.Log10(value)), 0, 6);
        return Math.Round(value, decimals).ToString("0.######", CultureInfo.InvariantCulture);
    }
}
