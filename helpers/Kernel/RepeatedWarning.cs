using System.Globalization;

namespace CSharpKernel;

/// <summary>
/// A warning of which a stranger could cause any number: the first few are written to the log, the others counted there.
/// Safe to use from any thread.
/// </summary>
/// <param name="once">What has happened, as the beginning of a sentence which the reason ends.</param>
/// <param name="often">What has happened, behind a number.</param>
internal sealed class RepeatedWarning(string once, string often)
{
    private const int ToldEach = 5;

    private long _count;

    /// <summary>It has happened once more.</summary>
    /// <param name="reason">Why, without a full stop.</param>
    public void Add(string reason)
    {
        var count = Interlocked.Increment(ref _count);
        if (count <= ToldEach) Log.Warn($"{once}: {reason}.");
        else if (IsPowerOfTen(count)) Log.Warn($"{Format(count)} {often} so far, the last one because {reason}.");
    }

    /// <summary>Writes how often it has happened in all, where that has not been said.</summary>
    public void End()
    {
        if (Interlocked.Read(ref _count) is > ToldEach and var count) Log.Warn($"{Format(count)} {often} in all.");
    }

    private static bool IsPowerOfTen(long number)
    {
        while (number % 10 == 0) number /= 10;
        return number == 1;
    }

    private static string Format(long count) => count.ToString("N0", CultureInfo.InvariantCulture);
}
