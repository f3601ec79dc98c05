namespace AsyncProgramming;

/// <summary>A <see cref="Claim"/> turned out to be false in this run.</summary>
/// <param name="message">The claim, and the condition that does not hold.</param>
public sealed class ClaimFailedException(string message) : Exception(message);
