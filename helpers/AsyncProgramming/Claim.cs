using System.Runtime.CompilerServices;

namespace AsyncProgramming;

/// <summary>What a lesson asserts about the experiment that the reader has just run.</summary>
public static class Claim
{
    /// <summary>
    /// Prints the claim where it holds, and fails the cell where it does not. For what must be so on every machine: an
    /// order, a count, an identity, a ratio with a wide margin.
    /// </summary>
    /// <param name="condition">Whether the claim holds.</param>
    /// <param name="claim">The claim, as a sentence.</param>
    /// <param name="expression">The condition's source; filled in by the compiler.</param>
    /// <exception cref="ClaimFailedException"><paramref name="condition"/> is false.</exception>
    public static void Holds(
        bool condition, string claim, [CallerArgumentExpression(nameof(condition))] string? expression = null)
    {
        if (!condition) throw new ClaimFailedException($"✗ {claim} But here this is false: {expression}");
        Console.WriteLine($"✓ {claim}");
    }

    /// <summary>
    /// Says in words what this run has shown, for what a busy machine may rightly contradict. Never fails.
    /// </summary>
    /// <param name="seen">Whether this run has shown what was expected.</param>
    /// <param name="expected">What to say if so.</param>
    /// <param name="otherwise">What to say if not, and why that can be.</param>
    public static void Observe(bool seen, string expected, string otherwise) =>
        Console.WriteLine(seen ? $"• {expected}" : $"○ {otherwise}");
}
