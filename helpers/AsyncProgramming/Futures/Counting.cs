using System.Runtime.CompilerServices;
using AsyncProgramming.Charts;

namespace AsyncProgramming.Futures;

/// <summary>
/// The work that pools are compared with: a loop that counts, as busy as a core can be. Static methods with serialisable
/// arguments and results, so that processes can run them, too. All members may be called from any thread.
/// </summary>
public static class Counting
{
    /// <summary>How far <see cref="Count(int)"/> counts: ten million.</summary>
    public const int Iterations = 10_000_000;

    /// <summary>Counts to <see cref="Iterations"/>.</summary>
    /// <param name="number">What the count is multiplied by, so that results can be told apart.</param>
    /// <returns><see cref="Iterations"/> times <paramref name="number"/>.</returns>
    public static long Count(int number) => Count(number, Iterations);

    /// <summary>Counts as far as asked.</summary>
    /// <param name="number">What the count is multiplied by, so that results can be told apart.</param>
    /// <param name="iterations">How far to count; not negative.</param>
    /// <returns><paramref name="iterations"/> times <paramref name="number"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="iterations"/> is negative.</exception>
    // Optimised at its first call: tiered compilation would make the first counts slower than the others.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static long Count(int number, int iterations)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(iterations);
        var zero = Zero();
        var count = 0;
        // Nobody tells the compiler that the second half of the step does nothing. So it can neither put a multiplication in
        // the loop's place nor take several steps at a time. In registers only, for memory is not always equally fast.
        for (var i = 0; i < iterations; i++) count = (count + 1) ^ zero;
        return (long)count * number;
    }

    /// <summary>Counts to <see cref="Iterations"/>, and measures it.</summary>
    /// <param name="number">What the count is multiplied by.</param>
    public static Measured<long> CountMeasured(int number) => CountMeasured(number, Iterations);

    /// <summary>Counts as far as asked, and measures it.</summary>
    /// <param name="number">What the count is multiplied by.</param>
    /// <param name="iterations">How far to count; not negative.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="iterations"/> is negative.</exception>
    public static Measured<long> CountMeasured(int number, int iterations) =>
        Measured.Run(() => Count(number, iterations));

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Zero() => 0;
}
