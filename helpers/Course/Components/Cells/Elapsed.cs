using System.Globalization;

namespace Course.Components.Cells;

/// <summary>How long something took, in a few characters.</summary>
internal static class Elapsed
{
    public static string Of(TimeSpan time) => time switch
    {
        { TotalSeconds: < 0.1 } => Text($"{time.TotalMilliseconds:0} ms"),
        { TotalSeconds: < 9.95 } => Text($"{time.TotalSeconds:0.0} s"),
        { TotalSeconds: < 59.5 } => Text($"{time.TotalSeconds:0} s"),
        { TotalMinutes: < 60 } => Text($"{(int)time.TotalMinutes}:{time.Seconds:00}"),
        _ => Text($"{(int)time.TotalHours}:{time.Minutes:00}:{time.Seconds:00}"),
    };

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
