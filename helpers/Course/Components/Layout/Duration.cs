using System.Globalization;

namespace Course.Components.Layout;

/// <summary>How long something takes, in words.</summary>
internal static class Duration
{
    /// <summary>To the minute below half an hour; beyond that, an estimate is no better than five.</summary>
    public static string Words(TimeSpan time)
    {
        var exact = Math.Max(1, (int)Math.Round(time.TotalMinutes));
        var minutes = exact < 30 ? exact : (int)Math.Round(exact / 5.0) * 5;
        return (minutes / 60, minutes % 60) switch
        {
            (0, var m) => string.Create(CultureInfo.InvariantCulture, $"{m} min"),
            (var h, 0) => string.Create(CultureInfo.InvariantCulture, $"{h} h"),
            var (h, m) => string.Create(CultureInfo.InvariantCulture, $"{h} h {m} min"),
        };
    }
}
