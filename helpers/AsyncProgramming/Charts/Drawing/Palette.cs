using System.Globalization;

namespace AsyncProgramming.Charts.Drawing;

/// <summary>
/// The colours of Okabe and Ito (Color Universal Design, 2008), which people with any kind of colour vision can tell
/// apart. Their black, which a dark page swallows, is replaced by a middle grey.
/// </summary>
internal static class Palette
{
    /// <summary>What nobody in particular did: a span without an executor.</summary>
    public const string Neutral = "#7D8590";

    private static readonly string[] Series =
        ["#0072B2", "#E69F00", "#009E73", "#D55E00", "#CC79A7", "#56B4E9", "#F0E442", "#767676"];

    /// <summary>How many colours there are before they come round again.</summary>
    public static int Count => Series.Length;

    /// <summary>The number of a series' colour: measured ones are counted, what is only expected stays neutral.</summary>
    public static int Number(int series, Func<int, bool> isReference) =>
        isReference(series) ? -1 : Enumerable.Range(0, series).Count(earlier => !isReference(earlier));

    /// <summary>The colour of the series or executor with this number; the neutral one for a negative number.</summary>
    public static string Colour(int index) => index < 0 ? Neutral : Series[index % Series.Length];

    /// <summary>Black or white: whichever can be read on the colour.</summary>
    public static string TextOn(string colour) => Luminance(colour) > 0.18 ? "#000000" : "#FFFFFF";

    // Relative luminance as WCAG 2 defines it.
    private static double Luminance(string colour)
    {
        static double Linear(string colour, int at)
        {
            var value = int.Parse(colour.AsSpan(at, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0;
            return value <= 0.04045 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4);
        }

        return (0.2126 * Linear(colour, 1)) + (0.7152 * Linear(colour, 3)) + (0.0722 * Linear(colour, 5));
    }
}
