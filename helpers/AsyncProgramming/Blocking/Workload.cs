using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace AsyncProgramming.Blocking;

/// <summary>
/// Work for a processor and for nothing else: it neither waits, allocates nor shares memory. Its size is a number of
/// rounds, so that the same work can be given to a thread, a task or another process: <see cref="Run"/> is a static method
/// whose argument and result are serialisable. All members may be called from any thread.
/// </summary>
public static class Workload
{
    private const int FirstTry = 1024;
    private const int WarmUps = 3;
    private const int Samples = 10;
    private static readonly TimeSpan ShortestSample = TimeSpan.FromMilliseconds(2);

    /// <summary>Keeps a core busy for this many rounds.</summary>
    /// <remarks>
    /// Four xorshift generators (G. Marsaglia, "Xorshift RNGs", Journal of Statistical Software 8, 2003) are advanced side by
    /// side. Every round needs the one before it and the result needs the last, so no compiler can shorten the loop; four
    /// of them together keep a core's arithmetic units busy, so that two threads on one core (hyper-threading) are in each
    /// other's way as they are in real work.
    /// </remarks>
    /// <param name="rounds">How many rounds; see <see cref="Calibrate(TimeSpan)"/>.</param>
    /// <returns>A checksum: the same for the same number of rounds, everywhere.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="rounds"/> is negative.</exception>
    // Optimised at its first call: tiered compilation would change the speed between calibration and use.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static long Run(long rounds)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rounds);
        ulong a = 0x9E3779B97F4A7C15, b = 0xBF58476D1CE4E5B9, c = 0x94D049BB133111EB, d = 0xD6E8FEB86659FD93;
        for (var round = 0L; round < rounds; round++)
        {
            a ^= a << 13;
            b ^= b << 13;
            c ^= c << 13;
            d ^= d << 13;
            a ^= a >> 7;
            b ^= b >> 7;
            c ^= c >> 7;
            d ^= d >> 7;
            a ^= a << 17;
            b ^= b << 17;
            c ^= c << 17;
            d ^= d << 17;
        }

        return (long)(a ^ b ^ c ^ d);
    }

    /// <summary>
    /// Finds how many rounds one otherwise idle core of this machine does in the given time. Takes some 50 ms itself.
    /// </summary>
    /// <remarks>
    /// The fastest of several short samples counts: whatever disturbs a measurement (another process, an interrupt, a core
    /// that has not reached its full clock yet) can only make it slower.
    /// </remarks>
    /// <param name="duration">The wanted duration; more than zero.</param>
    /// <returns>The number of rounds for <see cref="Run"/>; at least 1.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="duration"/> is not more than zero.</exception>
    public static long Calibrate(TimeSpan duration) => Calibrate(duration, Time);

    /// <summary>As <see cref="Calibrate(TimeSpan)"/>, with the measurement given.</summary>
    internal static long Calibrate(TimeSpan duration, Func<long, TimeSpan> time)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(duration, TimeSpan.Zero);
        long rounds = FirstTry;
        while (Fastest(WarmUps) < ShortestSample) rounds *= 2;
        return Math.Max(1, (long)(duration / Fastest(Samples) * rounds));

        TimeSpan Fastest(int samples) => Enumerable.Range(0, samples).Min(_ => time(rounds));
    }

    private static TimeSpan Time(long rounds)
    {
        var start = Stopwatch.GetTimestamp();
        Run(rounds);
        return Stopwatch.GetElapsedTime(start);
    }
}
